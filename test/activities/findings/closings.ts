/** Closes of one lifecycle: what the closer sees and remembers is given, what it writes is kept. */
import assert from 'node:assert/strict';

import type {
  AwsSecurityFinding,
  BatchUpdateFindingsCommandInput,
  SecurityHub,
} from '@aws-sdk/client-securityhub';

import { sha256 } from '../../../activities/closing/proof-items.ts';
import type { Said } from '../../../activities/closing/proof-items.ts';
import { close } from '../../../activities/findings/close.ts';
import type { CloseDeps } from '../../../activities/findings/close.ts';
import type { Outcome } from '../../../activities/ledger/ledger.ts';
import type { CheckResult } from '../../../controls/control.ts';
import type { FindingRef, Problem } from '../../../domain/finding.ts';
import type { CloseResult } from '../../../domain/lifecycle/events.ts';
import type { Verification } from '../../../domain/verdict.ts';
import type { CloseInput } from '../../../workflows/activity-types.ts';
import { closeInput } from '../../builders/activity-input.ts';
import { asActivity, fakeClock } from '../../builders/activity.ts';
import { controlSeeing, openLook } from '../../builders/control.ts';
import { fakeAccounts, fakeClients } from '../../builders/fake-clients.ts';
import { fakeEvidence } from '../../builders/fake-evidence.ts';
import type { FakeEvidence } from '../../builders/fake-evidence.ts';
import { fakeLedger } from '../../builders/fake-ledger.ts';
import type { FakeLedger, LedgerFacts } from '../../builders/fake-ledger.ts';
import { fakePolicies } from '../../builders/fake-policies.ts';
import { finding } from '../../builders/finding.ts';
import { memoryProofs } from '../../builders/memory-proofs.ts';
import type { MemoryProofs } from '../../builders/memory-proofs.ts';
import { WORKFLOW_ID } from '../../builders/problem.ts';
import { verifiedFixed } from '../../builders/verification.ts';
import { hubWith, readReport, recordOf, unmappedRecord } from '../closing/records.ts';

export const second: FindingRef = { ...finding, id: `${finding.id}-2` };

export const attestation = { by: 'ana', confirmedBy: 'ben', evidence: 'PR 7' };
export const unmappedId = readReport(unmappedRecord(finding))?.problems[0]?.workflowId ?? '';
export const unmapped = { ...closeInput().problem, control: null };
/** Both as the closer checked them. */
const SAID: readonly Said[] = ['ana', 'ben'].map((actor) => ({
  id: `attest-${actor}`,
  kind: 'attest',
  episode: 1,
  actor,
  until: null,
  hash: sha256(attestation.evidence),
  severity: 'HIGH',
  proven: true,
  scope: null,
  at: '2026-11-23T05:00:00.000Z',
}));
export const attested = {
  workflowId: unmappedId,
  problem: unmapped,
  reason: 'attested',
  attestation,
} as const;

export function sourced(status: 'PASSED' | 'FAILED', changes: Partial<AwsSecurityFinding> = {}) {
  const Compliance = { Status: status, SecurityControlId: 'Lambda.1' };
  return unmappedRecord(finding, { Compliance, ...changes });
}

export const ZEROS = { bucket: 'evidence', key: 'made-up', sha256: '0'.repeat(64) };
export const fixedLook: CheckResult = {
  ...openLook,
  verdict: 'fixed',
  summary: verifiedFixed.summary,
  settings: {
    publicAccessBlock: {
      BlockPublicAcls: true,
      IgnorePublicAcls: true,
      BlockPublicPolicy: true,
      RestrictPublicBuckets: true,
    },
    acl: { owner: 'o', grants: [] },
  },
};
/** The same settings, as people read them. */
export const FIXED_SETTINGS = [
  { name: 'Public access block, BlockPublicAcls', value: 'true' },
  { name: 'Public access block, IgnorePublicAcls', value: 'true' },
  { name: 'Public access block, BlockPublicPolicy', value: 'true' },
  { name: 'Public access block, RestrictPublicBuckets', value: 'true' },
  { name: 'Public ACL grants', value: 'none' },
  { name: 'Other ACL grants', value: 'none' },
];
export const KNOWN = { finding, problems: {}, hash: null, closedAt: null };

interface Parts {
  readonly ledger: FakeLedger;
  readonly updates: BatchUpdateFindingsCommandInput[];
  readonly evidence: FakeEvidence;
  readonly deps: CloseDeps;
  readonly proofs: MemoryProofs;
}

interface Facts extends LedgerFacts {
  /** The codes with which the findings come back, in order, or the error of the call. */
  readonly answer?: readonly string[] | Error;
  /** What Security Hub knows; the two findings of the bucket by default. */
  readonly records?: readonly AwsSecurityFinding[];
  /** What the closer sees itself; a bucket that is fixed by default. */
  readonly look?: CheckResult | ((problem: Problem) => CheckResult);
  /** What the closer remembers; the two attestations by default. */
  readonly proofs?: MemoryProofs;
}

export function make(given: Facts = {}): Parts {
  const { answer = [], records, look = fixedLook, proofs = memoryProofs({ said: SAID }) } = given;
  const { ...facts }: LedgerFacts = given;
  const ledger = fakeLedger(facts);
  const updates: BatchUpdateFindingsCommandInput[] = [];
  const batchUpdateFindings = async (input: BatchUpdateFindingsCommandInput) => {
    updates.push(input);
    ledger.calls.push(['batchUpdateFindings']);
    if (answer instanceof Error) throw answer;
    const UnprocessedFindings = answer.map((ErrorCode, i) => ({
      FindingIdentifier: input.FindingIdentifiers?.[i],
      ErrorCode,
      ErrorMessage: 'said Security Hub',
    }));
    return { ProcessedFindings: [], UnprocessedFindings };
  };
  const { getFindings } = hubWith(records ?? [recordOf(finding), recordOf(second)]);
  const evidence = fakeEvidence();
  const control = {
    ...controlSeeing(fixedLook),
    verify: async (problem: Problem) => (typeof look === 'function' ? look(problem) : look),
  };
  const deps = {
    ledger,
    evidence,
    readReport,
    clock: fakeClock(),
    principal: 'closeloop-closer',
    policies: fakePolicies(),
    proofs,
    accounts: fakeAccounts(fakeClients().clients),
    controlOf: (id: string) => (id === control.id ? control : null),
    securityHub: { batchUpdateFindings, getFindings } as unknown as SecurityHub,
  };
  return { ledger, updates, evidence, deps, proofs };
}

export function run({ deps }: Parts, input: CloseInput, info: { attempt?: number } = {}) {
  return asActivity(() => close(deps, input, input.episode ?? 0), info);
}

export function because(result: CloseResult): string {
  return result.status === 'refused' ? (result.because ?? 'Security Hub refused') : 'closed';
}

/** The verification that the closer made itself, by what it kept as evidence. */
export function ownVerification({ evidence }: Parts): Verification {
  const id = evidence.kept[0]?.id ?? '';
  const key = `evidence/${WORKFLOW_ID}/${id}.json`;
  const kept = { bucket: 'evidence', key, sha256: 'cd' };
  const at = '2026-11-23T06:00:00.000Z';
  return { ...verifiedFixed, id, evidence: kept, at, settings: FIXED_SETTINGS };
}

export function outcomeIn({ ledger }: Parts): Outcome {
  const [name, , , , outcome] = ledger.calls.at(-1) ?? [];
  assert.equal(name, 'markClosed');
  return outcome as Outcome;
}
