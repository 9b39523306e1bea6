import assert from 'node:assert/strict';

import type { SecurityHub } from '@aws-sdk/client-securityhub';

import { failure } from '../../activities/aws/failures.ts';
import { closerActivities } from '../../activities/closing/activities.ts';
import type { CloserDeps } from '../../activities/closing/activities.ts';
import { orchestratorActivities, runtimeActivities } from '../../activities/index.ts';
import type { OrchestratorDeps } from '../../activities/index.ts';
import { planHash } from '../../activities/runtime/plan.ts';
import { canonicalJson } from '../../domain/plan.ts';
import {
  activityInput,
  closeInput,
  remediateInput,
  story,
  triageInput,
} from '../builders/activity-input.ts';
import { asActivity, failing, fakeClock } from '../builders/activity.ts';
import { controlSeeing, openLook } from '../builders/control.ts';
import { approvalOf } from '../builders/decision.ts';
import { fakeAccounts, fakeClients } from '../builders/fake-clients.ts';
import { fakeEvidence } from '../builders/fake-evidence.ts';
import { fakeLedger } from '../builders/fake-ledger.ts';
import { fakePolicies } from '../builders/fake-policies.ts';
import { fakeProofs, fakeReceipts } from '../builders/fake-proofs.ts';
import { fakeAssignments, knownSeverity } from '../builders/fake-reads.ts';
import { fakeScoped } from '../builders/fake-scoped.ts';
import { fakeSwitch } from '../builders/fake-switch.ts';
import { memoryProofs } from '../builders/memory-proofs.ts';
import { problem } from '../builders/problem.ts';
import { readReport } from './closing/records.ts';

it('the worker writes the story before every activity acts', async () => {
  const ledger = fakeLedger({ kill: { on: true, by: 'Grace', why: 'drill' } });
  const { orchestrator, runtime, closer } = make(ledger);
  await asActivity(() => orchestrator.triage(triageInput()));
  await asActivity(() => orchestrator.record(activityInput));
  const checking = {
    ...activityInput,
    decision: approvalOf('ab'),
    team: null,
    severity: 'HIGH',
  } as const;
  await asActivity(() => orchestrator.checkDecision(checking));
  await asActivity(() => orchestrator.verify({ ...activityInput, problem, findings: [] }));
  await asActivity(() => runtime.remediate(remediateInput()));
  const recorded = ['record', activityInput.workflowId, 1, story];
  assert.deepEqual(
    ledger.calls.filter(([name]) => name !== 'rememberPlan'),
    Array.from({ length: 5 }, () => recorded),
  );
  await asActivity(() => closer.close(closeInput({ findings: [] })));
  assert.deepEqual(
    ledger.calls.slice(6).map(([name]) => name),
    ['record', 'markClosing', 'closeFindings', 'markClosed'],
  );
});

it('the worker stores the whole plan that triage made, under the hash that people approve', async () => {
  const ledger = fakeLedger();
  const { result } = await asActivity(() => make(ledger).orchestrator.triage(triageInput()));
  const [, id, hash, whole] = ledger.calls.find(([name]) => name === 'rememberPlan') ?? [];
  assert.deepEqual([id, hash], [activityInput.workflowId, result.plan?.hash]);
  assert.equal(planHash(canonicalJson(whole)), hash);
});

it('the worker opens the episode when the story does not know it yet', async () => {
  const ledger = fakeLedger();
  const { orchestrator } = make(ledger);
  const unnumbered = { ...activityInput, story: { ...story, episode: null } };
  const { result } = await asActivity(() => orchestrator.record(unnumbered));
  assert.deepEqual(result, { episode: 7 });
  assert.deepEqual(ledger.calls[0], ['openEpisode', activityInput.workflowId, 'run-1']);
  assert.deepEqual(ledger.calls[1]?.slice(0, 3), ['record', activityInput.workflowId, 7]);
  const triaged = await asActivity(() =>
    orchestrator.triage({ ...triageInput({ episode: null }), story: unnumbered.story }),
  );
  assert.equal(triaged.result.episode, 7);
});

it('an activity does not act when the ledger cannot be written', async () => {
  const evidence = fakeEvidence();
  const record = failing(failure('Throttled', 'the ledger is throttled'));
  const { orchestrator } = make({ ...fakeLedger(), record }, evidence);
  await assert.rejects(
    asActivity(() => orchestrator.verify({ ...activityInput, problem, findings: [] })),
    { type: 'Throttled' },
  );
  assert.deepEqual(evidence.kept, []);
});

it('verify stores a check as evidence under its own id', async () => {
  const evidence = fakeEvidence();
  const { orchestrator } = make(fakeLedger(), evidence);
  const { result } = await asActivity(() =>
    orchestrator.verify({ ...activityInput, problem, findings: [] }),
  );
  assert.equal(result.verdict, 'open');
  assert.equal(evidence.kept[0]?.id, result.id);
  assert.equal(
    Reflect.get(Object(evidence.kept[0]?.evidence), 'workflowId'),
    activityInput.workflowId,
  );
});

it('cannot verify for a control that this worker does not know', async () => {
  const { orchestrator } = make(fakeLedger(), fakeEvidence(), () => null);
  const unknown = { ...problem, control: 'S3.Unheard' };
  await assert.rejects(
    asActivity(() => orchestrator.verify({ ...activityInput, problem: unknown, findings: [] })),
    { type: 'InvalidInput', nonRetryable: true },
  );
});

const known = () => controlSeeing(openLook);
const fixed = () => controlSeeing({ ...openLook, verdict: 'fixed' });
const unwatched = { swept: async () => null, markWatched: async () => {} };

function make(
  ledger: ReturnType<typeof fakeLedger>,
  evidence = fakeEvidence(),
  controlOf: OrchestratorDeps['controlOf'] = known,
) {
  const parts = {
    ledger,
    policies: fakePolicies(),
    ...fakeProofs(),
    assignments: fakeAssignments(),
    receipts: fakeReceipts(),
    accounts: fakeAccounts(fakeClients().clients),
    controlOf,
    clock: fakeClock(),
  } as const;
  const batchUpdateFindings = failing(new Error('no finding is closed in these tests'));
  const securityHub = { batchUpdateFindings } as unknown as SecurityHub;
  const common = { ...parts, ...fakeScoped(), evidence, securityHub };
  const closing = {
    proofs: memoryProofs(),
    controlOf: fixed,
    severityOf: knownSeverity(),
    readReport,
    report: async () => {},
    audited: {} as CloserDeps['audited'],
  };
  return {
    orchestrator: orchestratorActivities(common),
    runtime: runtimeActivities({
      ...parts,
      killSwitch: fakeSwitch(),
      severityOf: knownSeverity(),
    }),
    closer: closerActivities({ ...common, ...closing, ledger: { ...ledger, ...unwatched } }),
  };
}
