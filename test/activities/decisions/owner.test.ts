/** Whose a resource is, as the workers find out that act on decisions. No message says it. */
import assert from 'node:assert/strict';

import { checkDecision } from '../../../activities/decisions/check-decision.ts';
import type { CheckDecisionDeps } from '../../../activities/decisions/check-decision.ts';
import type { OwnReads } from '../../../activities/decisions/owner.ts';
import type { Decision } from '../../../domain/decision.ts';
import type { Problem } from '../../../domain/finding.ts';
import { activityInput } from '../../builders/activity-input.ts';
import { asActivity, fakeClock } from '../../builders/activity.ts';
import { approvalOf } from '../../builders/decision.ts';
import { fakeLedger } from '../../builders/fake-ledger.ts';
import { fakePolicies, OWNERSHIP } from '../../builders/fake-policies.ts';
import { fakeProofs, fakeReceipts } from '../../builders/fake-proofs.ts';
import { fakeReads } from '../../builders/fake-reads.ts';
import { PLAN_HASH } from '../../builders/plan.ts';
import { problem, WORKFLOW_ID } from '../../builders/problem.ts';
import { seen } from './seen.ts';

const AT = '2026-11-23T06:00:00.000Z';
const PAYMENTS = { Team: 'payments' };
const SIGNED = { kind: 'caller-identity', value: 'query' } as const;
const approve = await seen(approvalOf(PLAN_HASH, { proof: SIGNED }));
const accept = await seen(approvalOf('', { decision: 'accept', planHash: null, proof: SIGNED }));

/** Of the runtime worker, where this person signed. */
function owned(own: OwnReads, name = 'linus'): CheckDecisionDeps {
  return {
    ...fakeProofs(),
    own,
    policies: fakePolicies(),
    clock: fakeClock(),
    ledger: fakeLedger(),
    receipts: fakeReceipts(),
    whoSigned: async () => ({ arn: `arn:aws:sts::222233334444:assumed-role/Security_1/${name}` }),
  };
}

async function check(
  parts: CheckDecisionDeps,
  decision: Decision,
  { team = 'payments', about }: { readonly team?: string; readonly about?: Problem } = {},
) {
  const input = {
    ...activityInput,
    workflowId: WORKFLOW_ID,
    decision,
    team,
    severity: 'HIGH',
  } as const;
  const problemOf = about === undefined ? {} : { problem: about };
  return (await asActivity(() => checkDecision(parts, { ...input, ...problemOf }))).result;
}

describe('the check of a decision by a worker that finds out itself whose the resource is', () => {
  it('no message makes a finding another team’s: by its tags it is of payments', async () => {
    for (const decision of [approve, accept]) {
      const own = fakeReads('HIGH', PAYMENTS);
      const refused = await check(owned(own), decision, { team: 'platform', about: problem });
      assert.equal(refused.trusted, false, decision.decision);
      assert.match(refused.because, /^linus may not decide .*the message says platform/);
      assert.equal(refused.receipt, undefined);
      const id = `${decision.id}-2`;
      const mine = await seen({ ...decision, id });
      const radia = owned(own, 'radia');
      assert.equal((await check(radia, mine, { about: problem })).trusted, true);
    }
  });

  it('the check of a decision shows of which severity it judged the decision, and when that was read', async () => {
    const parts = owned(fakeReads('CRITICAL', PAYMENTS), 'radia');
    const { because } = await check(parts, approve, { about: problem });
    assert.match(because, /; CRITICAL in Security Hub at 2026-11-23T06:00:00\.000Z$/);
  });

  it('where tags, finding or problem cannot be read, the default team and security leads decide', async () => {
    const reads = fakeReads('HIGH', PAYMENTS);
    const unreadable = { tags: null, unreadable: 'the role is gone' };
    const unknown = { severity: 'CRITICAL', findings: 0, problem: null, readAt: AT } as const;
    const cases: readonly (readonly [OwnReads, Problem | undefined])[] = [
      [{ ...reads, tagsOf: async () => unreadable }, problem],
      [{ ...reads, severityOf: async () => unknown }, problem],
      [reads, undefined],
    ];
    for (const [own, about] of cases) {
      const of = about === undefined ? {} : { about };
      assert.equal((await check(owned(own, 'radia'), accept, of)).trusted, false);
      assert.equal((await check(owned(own, 'grace'), accept, of)).trusted, true);
      assert.equal((await check(owned(own, 'margaret'), accept, of)).trusted, true);
    }
  });

  it('the check of a decision believes the finding in Security Hub about which resource it is, not the message', async () => {
    const reads = fakeReads('HIGH', PAYMENTS);
    const elsewhere = {
      ...problem,
      resource: { ...problem.resource, id: 'arn:aws:s3:::platforms' },
    };
    const own: OwnReads = {
      ...reads,
      severityOf: async (id) => await reads.severityOf(id, problem),
      tagsOf: async ({ resource }) => ({
        tags: { Team: resource.id === problem.resource.id ? 'payments' : 'platform' },
        unreadable: null,
      }),
    };
    const about = { team: 'platform', about: elsewhere };
    assert.equal((await check(owned(own), accept, about)).trusted, false);
  });

  it('only a signed assignment gives it to another team, in its episode, and takes it from the first', async () => {
    const own = fakeReads('HIGH', PAYMENTS);
    const assign = await seen({ ...accept, decision: 'assign', id: 'a-1' });
    const given = { ...assign, team: 'platform' };
    const said = (name: string, decision: Decision) =>
      check(owned(own, name), decision, { team: 'platform', about: problem });
    assert.equal((await said('linus', given)).trusted, false, 'to himself');
    assert.equal((await said('linus', accept)).trusted, false);
    assert.equal((await said('radia', given)).assigned?.owner.team, 'platform');
    assert.equal((await said('linus', { ...accept, id: 'd-2' })).trusted, true);
    assert.equal((await said('radia', { ...accept, id: 'd-3' })).trusted, false);
    const later = await seen({ ...accept, id: 'd-4', episode: accept.episode + 1 });
    assert.equal((await said('linus', later)).trusted, false, 'in the next episode');
  });

  it('an assignment that only a worker without writes checked gives nothing', async () => {
    const own = fakeReads('HIGH', PAYMENTS);
    const assign = await seen({ ...accept, decision: 'assign', id: 'a-1' });
    const elsewhere = { ...owned(own, 'radia'), receipts: null };
    const given = { ...assign, team: 'platform' };
    assert.equal((await check(elsewhere, given, { about: problem })).trusted, true);
    assert.equal((await check(owned(own), accept, { about: problem })).trusted, false);
  });

  it('who was given a finding after its plan was made has no say about that plan', async () => {
    const own = fakeReads('HIGH', { Team: 'platform' });
    const refused = await check(owned(own), approve, { about: problem });
    assert.match(refused.because, /linus may not decide/);
  });

  it('a pattern that stands only in the ledger’s table makes nobody an owner for the runtime', async () => {
    const policies = {
      ...fakePolicies(),
      release: { ownership: { ...OWNERSHIP, patterns: [] }, remediation: () => null },
    };
    const parts = { ...owned(fakeReads('HIGH', PAYMENTS), 'radia'), policies };
    const refused = await check(parts, approve, { about: problem });
    assert.match(refused.because, /radia may not decide .*ownership.yaml of this worker's release/);
  });
});
