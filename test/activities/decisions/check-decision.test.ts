import assert from 'node:assert/strict';

import { checkDecision } from '../../../activities/decisions/check-decision.ts';
import type { CheckDecisionDeps } from '../../../activities/decisions/check-decision.ts';
import type { Decision } from '../../../domain/decision.ts';
import type { Problem, Severity } from '../../../domain/finding.ts';
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

const PAYMENTS = { Team: 'payments' };
const SIGNED = { kind: 'caller-identity', value: 'query' } as const;
const by = (name: string, role = 'Security_1') => ({
  arn: `arn:aws:sts::222233334444:assumed-role/${role}/${name}`,
});
const reject = await seen(approvalOf(PLAN_HASH, { decision: 'reject', proof: SIGNED }));

function deps(changes: Partial<CheckDecisionDeps> = {}): CheckDecisionDeps {
  return {
    ...fakeProofs(),
    policies: fakePolicies(),
    clock: fakeClock(),
    ledger: fakeLedger(),
    receipts: null,
    own: null,
    whoSigned: async () => by('radia'),
    ...changes,
  };
}

function trusting(trustUnprovenUpTo: Severity | null): CheckDecisionDeps {
  const policies = fakePolicies();
  const decisions = { ...policies.decisions, trustUnprovenUpTo };
  return deps({ policies: { ...policies, decisions } });
}

async function check(
  parts: CheckDecisionDeps,
  decision: Decision,
  {
    severity = 'HIGH',
    team = 'payments',
    about,
  }: { severity?: Severity; team?: string; about?: Problem } = {},
) {
  const { result } = await asActivity(() =>
    checkDecision(parts, {
      ...activityInput,
      workflowId: WORKFLOW_ID,
      decision,
      team,
      severity,
      ...(about === undefined ? {} : { problem: about }),
    }),
  );
  return result;
}

describe('the check of a decision', () => {
  it('the check of a decision trusts a signature that STS confirms, of a person with a say, whatever the message calls them', async () => {
    const checked = await check(deps(), { ...reject, actor: 'somebody' });

    assert.equal(checked.trusted, true);
    assert.equal(checked.actor, 'radia');
    assert.match(checked.because, /^radia is of payments; STS: signed by arn:.*Security_1\/radia$/);
  });

  it('the check of a decision refuses what STS does not confirm, also where policy needs no proof', async () => {
    const parts = deps({ whoSigned: async () => ({ why: 'STS does not confirm the signature' }) });
    const checked = await check(parts, { ...reject, actor: 'Ada' });

    assert.deepEqual(checked, { trusted: false, because: 'STS does not confirm the signature' });
  });

  it('the check of a decision refuses an identity that is no known person', async () => {
    const checked = await check(deps({ whoSigned: async () => by('radia', 'Developer') }), reject);

    assert.equal(checked.trusted, false);
    assert.match(checked.because, /Developer\/radia as its signer, and sign_in in decisions.yaml/);
  });

  it('the check of a decision refuses a proven person without a say, by name', async () => {
    const checked = await check(deps({ whoSigned: async () => by('linus') }), reject);

    assert.equal(checked.trusted, false);
    assert.equal(checked.actor, 'linus');
    assert.match(
      checked.because,
      /linus may not decide about it; these may: payments \(barbara, radia\)/,
    );
  });

  it('the check of a decision takes a message without proof for a request, or believes it up to the severity that policy names', async () => {
    const unproven = { ...reject, proof: null, actor: ' barbara ' };
    const believed = await check(trusting('MEDIUM'), unproven, { severity: 'MEDIUM' });
    const request = await check(trusting('MEDIUM'), unproven, { severity: 'HIGH' });
    const never = await check(trusting(null), unproven, { severity: 'INFORMATIONAL' });

    assert.equal(believed.actor, 'barbara');
    assert.match(believed.because, /policy lets messages without a proof count up to MEDIUM/);
    for (const { trusted, because } of [request, never]) {
      assert.equal(trusted, false);
      assert.match(because, /is a request: .*cli .*carries no proof; decide through a channel/);
    }
  });

  it('where the worker asks Security Hub, the severity in a message opens no door: a CRITICAL that is called LOW is a request', async () => {
    const receipts = fakeReceipts();
    const unproven = approvalOf('ab', { proof: null, actor: 'barbara' });
    const parts = { ...trusting('LOW'), receipts };
    const critical = { ...parts, own: fakeReads('CRITICAL', PAYMENTS) };
    const claimed = await check(critical, unproven, { severity: 'LOW', about: problem });
    assert.equal(claimed.trusted, false);
    assert.equal(claimed.receipt, undefined);
    const low = { ...parts, own: fakeReads('LOW', PAYMENTS) };
    assert.equal((await check(low, unproven, { severity: 'LOW', about: problem })).trusted, true);
    const unnamed = await check(low, unproven, { severity: 'LOW' });
    assert.equal(unnamed.trusted, false, 'a message without its problem counts as CRITICAL');
  });

  it('a person who is only in the ledger’s table, and not in the files of the release, has no say', async () => {
    const policies = fakePolicies();
    const teams = OWNERSHIP.teams.map((team) => ({ ...team, members: [], lead: 'radia' }));
    const release = { ownership: { ...OWNERSHIP, teams }, remediation: () => null };
    const parts = deps({ policies: { ...policies, release } });
    assert.equal((await check(parts, reject)).trusted, true);
    const eve = { ...parts, whoSigned: async () => by('barbara') };
    const refused = await check(eve, { ...reject, id: 'd-2' });
    assert.equal(refused.trusted, false);
    assert.match(
      refused.because,
      /barbara may not decide .*ownership.yaml of this worker's release/,
    );
  });

  it('a person trusted without a proof needs authority too', async () => {
    const checked = await check(trusting('CRITICAL'), { ...reject, proof: null, actor: 'eve' });

    assert.equal(checked.trusted, false);
    assert.match(checked.because, /eve may not decide about it/);
  });

  it('the check of a decision trusts the receipt of a decision channel for this decision and this channel only', async () => {
    const said = { ...reject, door: 'page', actor: 'barbara', proof: null } as const;
    const receipt = async (door: string, of: Decision = said) => ({
      kind: 'receipt' as const,
      value: await fakeReceipts(door).issue(of),
    });
    const ok = await check(deps(), { ...said, proof: await receipt('page') });
    const foreign = await check(deps(), { ...said, proof: await receipt('chat') });
    const other = await receipt('page', { ...said, actor: 'linus' });
    const moved = await check(deps(), { ...said, proof: other });
    const cli = await check(deps(), { ...said, door: 'cli', proof: await receipt('page') });

    assert.equal(ok.trusted, true);
    assert.match(ok.because, /page signed barbara in/);
    for (const { trusted, because } of [foreign, moved]) {
      assert.equal(trusted, false);
      assert.match(because, /not one that page gave for this decision/);
    }
    assert.match(cli.because, /cli is no channel that gives receipts/);
  });

  it('the check of a decision takes what a channel signed up to the severity that policy names, and an AWS signature for any', async () => {
    const said = { ...reject, door: 'chat', actor: 'barbara', proof: null } as const;
    const value = await fakeReceipts('chat').issue(said);
    const chat = { ...said, proof: { kind: 'receipt', value } } as const;
    const policies = fakePolicies();
    const upTo = (trustChannelsUpTo: Severity | null) =>
      deps({ policies: { ...policies, decisions: { ...policies.decisions, trustChannelsUpTo } } });
    for (const [most, severity, trusted] of [
      ['HIGH', 'HIGH', true],
      ['HIGH', 'CRITICAL', false],
      [null, 'LOW', false],
    ] as const) {
      const checked = await check(upTo(most), chat, { severity });
      assert.equal(checked.trusted, trusted, `${most} ${severity}`);
      if (!trusted) assert.match(checked.because, /sign it with AWS credentials/);
    }
    const signed = await check(upTo(null), reject, { severity: 'CRITICAL' });
    assert.match(signed.because, /STS: signed by/);
  });

  it('the check of a decision accepts a proof once: another check of the same message is refused, a repeated attempt is not', async () => {
    const parts = deps();
    const input = {
      ...activityInput,
      workflowId: WORKFLOW_ID,
      decision: reject,
      team: 'payments',
    } as const;
    const act = () => checkDecision(parts, { ...input, severity: 'HIGH' });
    const run = async (activityId: string) => (await asActivity(act, { activityId })).result;

    assert.equal((await run('7')).trusted, true);
    assert.equal((await run('7')).trusted, true);
    const again = await run('9');
    assert.deepEqual(again, { trusted: false, because: 'its proof was used before' });
  });

  it('the check of a decision gives a receipt for an approval, bound to the proven person, where the runtime checks it', async () => {
    const receipts = fakeReceipts();
    const approval = await seen(approvalOf(PLAN_HASH, { proof: SIGNED, actor: 'somebody' }));
    const { receipt = '' } = await check(deps({ receipts }), approval);
    const elsewhere = await check(deps(), approval);
    const refused = await check(deps({ receipts, whoSigned: async () => by('linus') }), approval);

    assert.equal(await receipts.verify({ ...approval, actor: 'radia' }, receipt), true);
    assert.equal(await receipts.verify(approval, receipt), false);
    assert.deepEqual([elsewhere.receipt, refused.receipt], [undefined, undefined]);
  });

  it('the check of a decision answers an assignment with whom to ask from now on, and refuses a team that is not there', async () => {
    const assign = await seen({ ...reject, decision: 'assign', planHash: null });
    const given = await check(deps(), { ...assign, team: 'platform' });
    const nowhere = await check(deps(), { ...assign, team: 'platfrom' });

    assert.equal(given.assigned?.owner.team, 'platform');
    assert.match(given.assigned?.owner.because ?? '', /given by radia/);
    assert.deepEqual(
      given.assigned?.ladder.map(({ who }) => who),
      ['platform', 'cloud (the default team)', 'the security lead (margaret)'],
    );
    assert.equal(nowhere.trusted, false);
    assert.match(nowhere.because, /no team "platfrom": one of cloud, payments, platform/);
  });
});
