/** The worker's own check that a decision is about what was shown: neither the message nor its sender is believed. */
import assert from 'node:assert/strict';

import { checkDecision } from '../../../activities/decisions/check-decision.ts';
import { whyNotShown } from '../../../activities/decisions/shown.ts';
import { shownFor } from '../../../activities/decisions/shown.ts';
import { planHash } from '../../../activities/runtime/plan.ts';
import { formLines } from '../../../domain/decision-form.ts';
import { DECISIONS } from '../../../domain/decision.ts';
import type { Decision } from '../../../domain/decision.ts';
import { canonicalJson } from '../../../domain/plan.ts';
import { activityInput } from '../../builders/activity-input.ts';
import { asActivity, fakeClock } from '../../builders/activity.ts';
import { approvalOf } from '../../builders/decision.ts';
import { fakeLedger } from '../../builders/fake-ledger.ts';
import type { LedgerFacts } from '../../builders/fake-ledger.ts';
import { fakePolicies } from '../../builders/fake-policies.ts';
import { fakeProofs, fakeReceipts } from '../../builders/fake-proofs.ts';
import { plan, PLAN_HASH } from '../../builders/plan.ts';
import { WORKFLOW_ID } from '../../builders/problem.ts';
import { lifecycleRow } from '../../builders/story.ts';
import { seen } from './seen.ts';

const SIGNED = { kind: 'caller-identity', value: 'query' } as const;
const approval = await seen(approvalOf(PLAN_HASH, { proof: SIGNED }));

async function why(decision: Decision, facts: LedgerFacts = {}): Promise<string> {
  return (await whyNotShown(fakeLedger(facts), WORKFLOW_ID, decision)) ?? '';
}

/** The sample's lifecycle, changed. */
async function changed(change: object): Promise<LedgerFacts> {
  const row = await fakeLedger().lifecycle(WORKFLOW_ID);
  assert.ok(row);
  return { lifecycle: { ...row, ...change } };
}

/** What the runtime's check answers to radia's decision. */
async function check(decision: Decision) {
  const signed = { arn: 'arn:aws:sts::222233334444:assumed-role/Security_1/radia' };
  const parts = { ...fakeProofs(), policies: fakePolicies(), clock: fakeClock() };
  const deps = { ...parts, ledger: fakeLedger(), whoSigned: async () => signed, own: null };
  const input = { ...activityInput, workflowId: WORKFLOW_ID, decision, team: 'payments' };
  const about = { ...input, severity: 'HIGH' } as const;
  return (await asActivity(() => checkDecision({ ...deps, receipts: fakeReceipts() }, about)))
    .result;
}

describe('the check of what was shown', () => {
  it('the check of what was shown believes every kind of decision that carries the form which the ledger gives', async () => {
    for (const decision of DECISIONS) {
      const planHashOf = decision === 'approve' || decision === 'reject' ? PLAN_HASH : null;
      const said = await seen(approvalOf('', { decision, planHash: planHashOf, proof: SIGNED }));
      assert.equal(await why(said), '', decision);
    }
  });

  it('the check of what was shown refuses a proven decision without it, and needs none from the Temporal Web UI, which shows no form', async () => {
    const { shown: _, ...unseen } = approval;
    assert.match(await why(unseen), /does not carry what was shown/);
    assert.equal(await why({ ...unseen, proof: null, door: 'web-ui' }), '');
    assert.match(
      await why({ ...approval, shown: `2:${'0'.repeat(64)}`, proof: null }),
      /look at it/,
    );
  });

  it('the check of what was shown refuses the form of another version by name', async () => {
    const other = approval.shown?.replace('2:', '1:') ?? '';
    assert.match(await why({ ...approval, shown: other }), /\(version 1\).*\(version 2\)/);
  });

  it('the check of what was shown refuses the form of another decision, plan, episode or severity', async () => {
    const second = { ...plan, preState: '{"publicAccessBlock":null}' };
    const hash = planHash(canonicalJson(second));
    const plans = { [hash]: canonicalJson(second) };
    const others = [
      { ...approval, decision: 'reject' },
      { ...approval, planHash: hash },
      { ...approval, episode: 2 },
      { ...approval, severity: 'LOW' },
    ] as const;
    for (const other of others) assert.match(await why(other, { plans }), /is not what the ledger/);
  });

  it('the check of what was shown refuses what was shown of a finding that has changed since', async () => {
    const request = { decision: 'accept', by: 'radia', why: 'x', until: null, planHash: null };
    for (const change of [
      { title: 'other' },
      { owner: { team: 'data', because: 'x' } },
      { request },
    ])
      assert.match(await why(approval, await changed(change)), /is not what the ledger/);
    assert.match(await why(approval, { lifecycle: null }), /the ledger knows no/);
  });

  it("the check of what was shown refuses an approval whose plan is not the finding's own, was changed in the ledger, or is not there", async () => {
    const other = canonicalJson({ ...plan, account: '444455556666' });
    const hash = planHash(other);
    const foreign = await why({ ...approval, planHash: hash }, { plans: { [hash]: other } });
    assert.match(foreign, /nothing can be approved: .* in account 444455556666/);
    assert.match(await why(approval, { plans: { [PLAN_HASH]: other } }), /somebody changed it/);
    assert.match(await why({ ...approval, planHash: 'f'.repeat(64) }), /does not hold plan/);
  });

  it('the check of what was shown gives no receipt for an approval that was not shown, also to a person with authority', async () => {
    const trusted = await check(approval);
    assert.deepEqual([trusted.trusted, typeof trusted.receipt], [true, 'string']);
    const { shown: _, ...unseen } = approval;
    const refused = await check(unseen);
    assert.deepEqual(
      [refused.trusted, refused.actor, refused.receipt],
      [false, 'radia', undefined],
    );
  });
});

it('a form shows every parameter and every setting of the plan, and its hash is that of the shown plan', async () => {
  const preState = canonicalJson({
    policy: { Statement: [{ Effect: 'Allow', Principal: { AWS: ['*', 'arn:x'] } }] },
    versioning: null,
    rules: [],
    on: true,
    days: 30,
  });
  const parameters = { BucketName: ['a', 'b'], Policy: ['{"Version":"2012-10-17"}'], Empty: [] };
  const full = { ...plan, preState, parameters };
  const text = canonicalJson(full);
  const ledger = fakeLedger({ plans: { [planHash(text)]: text } });
  const row = await ledger.lifecycle(WORKFLOW_ID);
  assert.ok(row);
  const shown = await shownFor(ledger, row, approvalOf(planHash(text)));
  assert.ok('form' in shown);
  const lines = formLines(shown.form);
  for (const line of [
    'Parameter BucketName: “a”',
    'Parameter BucketName: “b”',
    'Parameter Policy: “{"Version":"2012-10-17"}”',
    'Parameter Empty: none',
    'Now policy.Statement.0.Effect: “Allow”',
    'Now policy.Statement.0.Principal.AWS.0: “*”',
    'Now policy.Statement.0.Principal.AWS.1: “arn:x”',
    'Now versioning: null',
    'Now rules: none',
    'Now on: true',
    'Now days: 30',
    `Hash of the plan: ${planHash(text)}`,
  ])
    assert.ok(lines.includes(line), `${line} in\n${lines.join('\n')}`);
});

it('a form shows every setting before and after, what may break and how it is taken back, before any document, parameter or hash', async () => {
  const row = lifecycleRow({ planHash: PLAN_HASH });
  const shown = await shownFor(fakeLedger(), row, approvalOf(PLAN_HASH));
  assert.ok('form' in shown);
  const lines = formLines(shown.form);
  const at = (begin: string) => lines.findIndex((line) => line.startsWith(begin));
  assert.ok(lines.includes('Public access block, BlockPublicAcls: false → true'));
  const change = ['What changes', 'Public access block, ', 'May break: ', 'To take it back: '];
  const run = ['Exactly this is run', 'Document: ', 'Parameter ', 'Hash of the plan: '];
  const places = [...change, ...run].map(at);
  assert.ok(!places.includes(-1), lines.join('\n'));
  assert.deepEqual(
    places,
    places.toSorted((a, b) => a - b),
  );
});

it('a plan of our own document in a version that this release does not know cannot be approved, and can be rejected', async () => {
  const newer = { ...plan, document: { ...plan.document, version: '2' } };
  const hash = planHash(canonicalJson(newer));
  const ledger = fakeLedger({ plans: { [hash]: canonicalJson(newer) } });
  const row = lifecycleRow({ planHash: hash });
  const approving = await shownFor(ledger, row, approvalOf(hash));
  assert.partialDeepStrictEqual(approving, { type: 'PlanNotShown' });
  assert.match('why' in approving ? approving.why : '', /does not know what .* version 2 changes/);
  const rejecting = await shownFor(ledger, row, approvalOf(hash, { decision: 'reject' }));
  assert.ok('form' in rejecting);
  assert.match(formLines(rejecting.form).join('\n'), /It cannot be shown: this release does not/);
});

it('the same facts give the same digest as long as the version of the form is the same', async () => {
  const row = lifecycleRow({ severity: 'INFORMATIONAL', title: 'S3 bucket is public' });
  const said = approvalOf(PLAN_HASH, { why: 'seen' });
  const { shown } = await seen(said, fakeLedger({ lifecycle: row }));
  // Another digest here means that other lines are shown: raise FORM_VERSION, then change this.
  assert.equal(shown, '2:ec54158247d612a333693e9b9e7494b6d0a3308417046a742f86f5b95be4dc96');
});
