import assert from 'node:assert/strict';

import { checkDecision } from '../../../activities/decisions/check-decision.ts';
import { checkScoped } from '../../../activities/decisions/check-scoped.ts';
import type { Decision } from '../../../domain/decision.ts';
import type { OwnershipTable } from '../../../policies/ownership.ts';
import type { SignIn } from '../../../policies/sign-in.ts';
import type { CheckDecisionInput } from '../../../workflows/activity-types.ts';
import { activityInput } from '../../builders/activity-input.ts';
import { asActivity, fakeClock } from '../../builders/activity.ts';
import { approvalOf, scopedDecision } from '../../builders/decision.ts';
import { fakeLedger } from '../../builders/fake-ledger.ts';
import { fakePolicies, OWNERSHIP } from '../../builders/fake-policies.ts';
import { fakeProofs, fakeReceipts } from '../../builders/fake-proofs.ts';
import { WORKFLOW_ID } from '../../builders/problem.ts';
import { seen } from './seen.ts';

const SIGNED = { kind: 'caller-identity', value: 'query' } as const;
const people = { radia: ['radia@example.com', 'slack:U0RADIA'], barbara: ['barbara@example.com'] };
const accept = await seen(approvalOf('ab', { decision: 'accept', planHash: null, proof: SIGNED }));

interface Given {
  readonly decision?: Decision;
  /** The session's name in the role that decisions.yaml trusts. */
  readonly signs?: string;
  readonly requester?: string;
  readonly signIn?: Partial<SignIn>;
  readonly ownership?: OwnershipTable;
}

function deps({ signs = 'radia', signIn = { people }, ownership = OWNERSHIP }: Given) {
  const policies = fakePolicies();
  const tables = { ...policies.tables, ownership: async () => ownership };
  const decisions = {
    ...policies.decisions,
    signIn: { ...policies.decisions.signIn, ...signIn },
    trustUnprovenUpTo: 'LOW' as const,
  };
  const arn = `arn:aws:sts::222233334444:assumed-role/Security_1/${signs}`;
  return {
    ...fakeProofs(),
    policies: { ...policies, tables, decisions },
    clock: fakeClock(),
    ledger: fakeLedger(),
    receipts: null,
    own: null,
    whoSigned: async () => ({ arn }),
  };
}

async function check(given: Given, changes: Partial<CheckDecisionInput> = {}) {
  const { decision = accept, requester } = given;
  const input = {
    ...activityInput,
    workflowId: WORKFLOW_ID,
    decision,
    team: 'payments',
    severity: 'HIGH' as const,
    ...(requester === undefined ? {} : { requester }),
    ...changes,
  };
  return (await asActivity(() => checkDecision(deps(given), input))).result;
}

describe('the check of a decision, about people with several names', () => {
  it('the check of a decision finds the person behind a session that is named after the mail address', async () => {
    const checked = await check({ signs: 'Radia@Example.com' });
    assert.equal(checked.trusted, true);
    assert.equal(checked.actor, 'radia');
  });

  it('the check of a decision finds the same person behind the receipt of the chat', async () => {
    const said = { ...accept, door: 'chat', actor: 'radia@example.com', proof: null } as const;
    const proof = { kind: 'receipt', value: await fakeReceipts('chat').issue(said) } as const;
    const checked = await check({ decision: { ...said, proof } });
    assert.equal(checked.trusted, true);
    assert.equal(checked.actor, 'radia');
  });

  it('the check of a decision finds the same person behind a message without a proof, where policy believes it', async () => {
    const decision = { ...accept, proof: null, actor: ' RADIA@example.com' };
    assert.equal((await check({ decision }, { severity: 'LOW' })).actor, 'radia');
  });

  it('the check of a decision recognises who requested it by another name, whatever channel each name came from', async () => {
    for (const requester of ['radia', 'radia@example.com', 'Radia', 'slack:U0RADIA'])
      assert.equal((await check({ requester })).isRequester, true, requester);
    assert.equal((await check({ requester: 'barbara@example.com' })).isRequester, undefined);
    assert.equal((await check({})).isRequester, undefined);
  });

  it('the check of a decision takes a requester whom nobody knows any more for the person who confirms', async () => {
    assert.equal((await check({ requester: 'left-the-company' })).isRequester, true);
  });

  it('the check of a decision refuses whoever the list of people does not have, also with a say by the ownership table', async () => {
    const linus = await check({ signs: 'linus' }, { team: 'platform' });
    assert.equal(linus.trusted, false);
    assert.match(linus.because, /does not map that to a person/);
    const said = { ...accept, door: 'chat', actor: 'linus', proof: null } as const;
    const proof = { kind: 'receipt', value: await fakeReceipts('chat').issue(said) } as const;
    const byChat = await check({ decision: { ...said, proof } }, { team: 'platform' });
    assert.match(byChat.because, /chat for linus is of nobody/);
    const unproven = { ...accept, proof: null, actor: 'linus' };
    const byName = await check({ decision: unproven }, { severity: 'LOW', team: 'platform' });
    assert.match(byName.because, /names linus is of nobody/);
  });

  it('the check of a decision gives a person the say that an older row of the ledger gives to one of the names', async () => {
    const teams = [{ slug: 'payments', members: ['radia@example.com'], channels: [] }];
    const ownership = { ...OWNERSHIP, teams };
    assert.equal((await check({ ownership })).trusted, true);
    assert.equal((await check({ ownership, signs: 'radia@example.com' })).trusted, true);
    assert.equal((await check({ ownership, signs: 'barbara' })).trusted, false);
  });

  it('the check of a decision knows people by rows for mail addresses too, where none are listed', async () => {
    const signIn = { mails: { 'radia@example.com': 'radia' } };
    const checked = await check({ signs: 'radia@example.com', signIn, requester: 'radia' });
    assert.equal(checked.actor, 'radia');
    assert.equal(checked.isRequester, true);
  });

  it('the check of a decision recognises who requested a scoped exception by another name', async () => {
    const parts = deps({
      signs: 'margaret@example.com',
      signIn: { people: { margaret: ['margaret@example.com'] } },
    });
    const { exception, ...of } = await askedScoped();
    const decision = { ...of.decision, exception, proof: SIGNED };
    const more = { controlOf: () => null, lifecyclesOf: async () => [], tagsOf: async () => null };
    const { result } = await asActivity(() =>
      checkScoped({ ...parts, ...more } as never, {
        exception,
        decision,
        request: of.request,
        grant: null,
      }),
    );
    assert.equal(result.trusted, true, result.because);
    assert.equal(result.isRequester, true);
  });
});

async function askedScoped() {
  const { scopedId } = await import('../../../activities/exceptions/scope-hash.ts');
  const revoke = scopedDecision({ decision: 'revoke', why: 'over' });
  const request = {
    kind: 'ask',
    by: 'margaret',
    why: 'w',
    until: '2026-12-01T00:00:00Z',
    hash: 'h',
    deadline: 0,
  } as const;
  return { exception: scopedId(revoke.scope), decision: revoke, request };
}
