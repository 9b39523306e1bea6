import assert from 'node:assert/strict';

import { checkScoped } from '../../../activities/decisions/check-scoped.ts';
import type { CheckScopedDeps } from '../../../activities/decisions/check-scoped.ts';
import { coverFor } from '../../../activities/exceptions/cover.ts';
import { requestHash, scopedId } from '../../../activities/exceptions/scope-hash.ts';
import { wakeCovered } from '../../../activities/exceptions/wake-covered.ts';
import type { ScopedException } from '../../../activities/ledger/exception/exceptions.ts';
import type { Lifecycle } from '../../../activities/ledger/ledger.ts';
import type { ScopedDecision } from '../../../domain/scoped-exception/state.ts';
import { asActivity, fakeClock } from '../../builders/activity.ts';
import { controlSeeing, openLook } from '../../builders/control.ts';
import { scopedDecision } from '../../builders/decision.ts';
import { fakeAccounts, fakeClients } from '../../builders/fake-clients.ts';
import { fakePolicies, OWNERSHIP } from '../../builders/fake-policies.ts';
import { fakeProofs } from '../../builders/fake-proofs.ts';
import { fakeScoped } from '../../builders/fake-scoped.ts';
import { problem } from '../../builders/problem.ts';
import { ledgerRow } from '../../builders/story.ts';

const now = new Date('2026-11-23T06:00:00.000Z');
const scope = {
  control: 'S3.PublicAccess',
  account: null,
  tag: { key: 'RiskAccepted', value: 'y' },
};
const readable = (tags: Readonly<Record<string, string>>) => ({ tags, unreadable: null });

function exception(changes: Partial<ScopedException> = {}): ScopedException {
  const at = { since: '2026-11-01T00:00:00.000Z', until: '2026-12-24T00:00:00.000Z' };
  return {
    id: 'exception:1',
    episode: 1,
    updatedAt: now.toISOString(),
    scope,
    phase: 'ACTIVE',
    how: null,
    waitsFor: '',
    nextDeadline: null,
    request: null,
    grant: { by: 'ana', confirmedBy: 'ben', why: 'static', hash: 'h', ...at },
    matched: null,
    ...changes,
  };
}

function covering(
  one: ScopedException,
  { severity = 'HIGH', tags = { RiskAccepted: 'y' }, protectedTags = ['RiskAccepted'] } = {},
) {
  const about = { problem, severity: severity === 'CRITICAL' ? 'CRITICAL' : 'HIGH' } as const;
  const seen = { tags: readable(tags), now, scoped: { protectedTags } };
  return coverFor([one], about, seen).cover?.id ?? null;
}

describe('what a scoped exception covers', () => {
  it('an exception in force covers the findings of its scope', () => {
    const { grant } = exception();
    assert.equal(covering(exception()), 'exception:1');
    assert.equal(covering(exception(), { severity: 'CRITICAL' }), null);
    assert.equal(covering(exception(), { tags: { RiskAccepted: 'n' } }), null);
    assert.equal(covering(exception(), { protectedTags: [] }), null);
    assert.equal(covering(exception({ phase: 'ENDED' })), null);
    assert.equal(covering(exception({ phase: 'ASKED', grant: null })), null);
    assert.ok(grant);
    const over = { ...grant, until: '2026-11-23T06:00:30.000Z' };
    assert.equal(covering(exception({ grant: over })), null);
  });

  it('what a scoped exception covers lasts as long as the longest of several', () => {
    const { grant } = exception();
    assert.ok(grant);
    const longer = exception({
      id: 'exception:2',
      grant: { ...grant, until: '2027-01-24T00:00:00.000Z' },
    });
    const seen = {
      tags: readable({ RiskAccepted: 'y' }),
      now,
      scoped: { protectedTags: ['RiskAccepted'] },
    };
    const { cover } = coverFor([exception(), longer], { problem, severity: 'LOW' }, seen);
    assert.equal(cover?.id, 'exception:2');
  });

  it('no finding is covered by a tag that cannot be read, and the route says so', () => {
    const tags = { tags: null, unreadable: 'AccessDenied' };
    const seen = { tags, now, scoped: { protectedTags: ['RiskAccepted'] } };
    const { cover, blind } = coverFor([exception()], { problem, severity: 'LOW' }, seen);
    assert.equal(cover, null);
    assert.match(
      blind.join(),
      /exception exception:1 may cover it, but its tags could not be read/,
    );
  });
});

const row = (workflowId: string, changes: Partial<Lifecycle> = {}): Lifecycle => ({
  ...ledgerRow({ phase: 'HUMAN_REVIEW' }),
  workflowId,
  episode: 1,
  updatedAt: now.toISOString(),
  closedAt: null,
  ...changes,
});

const accepted = {
  by: 'ana',
  confirmedBy: null,
  why: '',
  since: now.toISOString(),
  until: now.toISOString(),
  severity: 'HIGH',
} as const;

it('the change of a scoped exception signals the lifecycles in the scope and those that it covers, with one id for all attempts', async () => {
  const { told, tell } = fakeScoped();
  const rows = [
    row('waits'),
    row('critical', { severity: 'CRITICAL' }),
    row('closed', { phase: 'CLOSED' }),
    row('own', { phase: 'ACCEPTED', exception: accepted }),
    row('under', { phase: 'ACCEPTED', exception: { ...accepted, scope: 'exception:1' } }),
    row('other', { problem: { ...problem, control: 'S3.MissingVersioning' } }),
  ];
  const ledger = { lifecycles: async () => rows };
  const input = { exception: 'exception:1', scope, because: 'revoked' };
  for (let attempt = 0; attempt < 2; attempt += 1)
    await asActivity(() => wakeCovered({ ledger, tell }, input));
  assert.deepEqual(
    told.map(([id]) => id),
    ['waits', 'under', 'waits', 'under'],
  );
  assert.equal(new Set(told.map(([, hint]) => hint.id)).size, 1);
});

describe('the check of a decision about a scoped exception', () => {
  const until = '2026-12-24T00:00:00Z';
  const exceptionId = scopedId(scope);
  const leads = { ...OWNERSHIP, securityLeads: ['katherine'] };

  async function check(
    said: Partial<ScopedDecision>,
    {
      confirmedBy = null as string | null,
      ...changes
    }: Partial<CheckScopedDeps> & { confirmedBy?: string | null } = {},
  ) {
    const policies = fakePolicies();
    const scoped = { ...policies.decisions.scoped, confirmedBy };
    const decisions = { ...policies.decisions, scoped };
    const tags = {
      ResourceTagMappingList: [
        { ResourceARN: problem.resource.id, Tags: [{ Key: 'RiskAccepted', Value: 'y' }] },
      ],
    };
    const deps: CheckScopedDeps = {
      ...fakeProofs(),
      accounts: fakeAccounts(fakeClients({ tags }).clients),
      clock: fakeClock(),
      controlOf: (id) => (id === 'S3.PublicAccess' ? controlSeeing(openLook) : null),
      ledger: { lifecycles: async () => [row('w-1'), row('w-2', { severity: 'CRITICAL' })] },
      policies: {
        ...policies,
        decisions,
        tables: { ...policies.tables, ownership: async () => leads },
      },
      ...changes,
    };
    const decision = scopedDecision({
      exception: exceptionId,
      scope,
      until,
      actor: 'margaret',
      ...said,
    });
    const input = { exception: decision.exception, decision, request: null, grant: null };
    return (await asActivity(() => checkScoped(deps, input))).result;
  }

  it('the check of a decision about a scoped exception answers what was asked as a hash, and what it matches today by live tags', async () => {
    const asked = await check({});
    assert.equal(asked.trusted, true);
    assert.equal(asked.hash, requestHash({ scope, until, why: 'a static site' }));
    assert.deepEqual([asked.matched?.count, asked.matched?.rows[0]?.workflowId], [1, 'w-1']);
    assert.notEqual(asked.hash, (await check({ why: 'another reason' })).hash);
  });

  const may = async (
    actor: string,
    decision: ScopedDecision['decision'],
    confirmedBy: string | null,
  ) => (await check({ actor, decision, hash: 'h' }, { confirmedBy })).trusted;

  it('the check of a decision about a scoped exception lets security leads decide, and the named team only confirm', async () => {
    for (const decision of ['ask', 'confirm', 'extend', 'revoke'] as const) {
      assert.equal(await may('margaret', decision, null), true);
      assert.equal(await may('katherine', decision, null), true);
      assert.equal(await may('Ada', decision, null), false);
      assert.equal(await may('Ada', decision, 'cloud'), decision === 'confirm');
      assert.equal(await may('barbara', decision, 'cloud'), false);
    }
  });

  it('the check of a decision about a scoped exception refuses another scope under its id, an unknown control and a tag that owners can set', async () => {
    const other = { ...scope, account: '111122223333' };
    assert.match((await check({ scope: other })).because, /the exception of this scope is/);
    const free = { ...scope, tag: { key: 'Team', value: 'x' } };
    const unknown = { ...scope, control: 'S3.Nothing' };
    for (const [wrong, because] of [
      [free, /the tag Team is not protected/],
      [unknown, /no control S3.Nothing/],
    ] as const) {
      const { because: said, trusted } = await check({ scope: wrong, exception: scopedId(wrong) });
      assert.equal(trusted, false);
      assert.match(said, because);
    }
  });

  it('the check of a decision about a scoped exception counts a proof once', async () => {
    const proof = { kind: 'caller-identity', value: 'query' } as const;
    const arn = 'arn:aws:sts::222233334444:assumed-role/Security_1/margaret';
    const { usedProofs } = fakeProofs();
    const deps = { usedProofs, whoSigned: async () => ({ arn }) };
    assert.equal((await check({ proof, actor: 'somebody' }, deps)).actor, 'margaret');
    const again = { ...deps, usedProofs: { use: async () => false } };
    assert.match((await check({ proof }, again)).because, /used before/);
  });
});
