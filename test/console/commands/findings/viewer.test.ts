/** Nobody is offered a command that they may not run, and everybody reads who else has to agree. */
import assert from 'node:assert/strict';

import type { Lifecycle } from '../../../../activities/ledger/ledger.ts';
import { accept } from '../../../../console/commands/findings/accept.ts';
import { listFindings } from '../../../../console/commands/findings/list.ts';
import { showFinding } from '../../../../console/commands/findings/show.ts';
import { viewerOf } from '../../../../console/commands/findings/viewer.ts';
import type { Severity } from '../../../../domain/finding.ts';
import { depsFor, errorOf, ledgerOf, lifecycle, messagesThat, NOW, TAKEN } from '../../rows.ts';
import { tablesWith, textOf } from '../../rows.ts';
import { from } from './show-sample.ts';

const request = { decision: 'accept', by: 'ana', why: 'w', until: null, planHash: null } as const;
const fourEyes = { approval: true, acceptFrom: 'HIGH' } as const;
const signIn = { namedBySession: [], users: {} };
const DECIDE = ['approve', 'reject', 'accept', 'assign', 'confirm'];
const ANYBODY_RUNS = ['recheck', 'claim-fixed', 'cancel'];

const tables = async () => tablesWith();

/** As `person` sees it; null: an identity that is nobody. */
function as(person: string | null, trustUnprovenUpTo: Severity | null = null) {
  const identity = async () => ({
    arn: `arn:aws:iam::111122223333:user/${person ?? 'eve'}`,
    person,
  });
  const decisions = async () => ({ signIn, trustUnprovenUpTo });
  return async (row: Lifecycle) =>
    await viewerOf({ identity, decisions, tables: tablesWith() }, row);
}

async function show(row: Lifecycle, viewer: ReturnType<typeof as>) {
  const reply = await showFinding(from(row, [], { viewer }), row.workflowId, NOW);
  const next = (reply.json['next'] as string[]).flatMap(
    (line) => /findings (\S+)/.exec(line)?.[1] ?? [],
  );
  return { next, text: textOf(reply), json: reply.json };
}

it('findings show offers a member of the owning team every decision', async () => {
  const { next, text } = await show(lifecycle(), as('ana'));
  assert.deepEqual(next, ['approve', 'reject', 'accept', 'assign', ...ANYBODY_RUNS]);
  assert.doesNotMatch(text, /You are offered no decision/);
});

it('findings show offers somebody of another team only what anybody may run, and says who decides', async () => {
  const { next, text, json } = await show(lifecycle(), as('dana'));
  assert.deepEqual(next, ANYBODY_RUNS);
  assert.match(
    text,
    /You are offered no decision: dana may not decide about it; these may: payments \(ana, lena\), cloud-security \(kim\)/,
  );
  assert.partialDeepStrictEqual(json['viewer'], { person: 'dana', may: false });
});

it('findings show offers no decision to an identity that is nobody, except where policy counts unproven ones', async () => {
  assert.deepEqual((await show(lifecycle(), as(null))).next, ANYBODY_RUNS);
  const { next } = await show(lifecycle({ severity: 'LOW' }), as(null, 'MEDIUM'));
  assert.ok(next.includes('accept'), next.join());
});

it('findings show offers a request to everybody who may confirm it, but not to who requested it', async () => {
  const row = lifecycle({ phase: 'HUMAN_REVIEW', request, planHash: null });
  assert.equal((await show(row, as('lena'))).next[0], 'confirm');
  assert.ok(!(await show(row, as('ana'))).next.includes('confirm'));
});

it('who requested an undo is neither offered to approve its plan nor asked to', async () => {
  const undo = { by: 'ana', why: 'the website needs it' };
  const ladder = { asked: 'payments', next: null, overdue: 0 };
  const row = lifecycle({ undo, ladder });
  assert.ok(!(await show(row, as('ana'))).next.includes('approve'));
  assert.ok((await show(row, as('lena'))).next.includes('approve'));
  const mine = async (person: string) => {
    const identity = async () => ({ arn: 'arn:x', person });
    const all = { ledger: ledgerOf([row]), tables, identity, signIn: async () => signIn };
    return (await listFindings(all, { mine: true }, NOW)).json['findings'];
  };
  assert.deepEqual(await mine('ana'), []);
  assert.equal(((await mine('lena')) as unknown[]).length, 1);
});

it('a refused command hints at nothing that this person may not run', async () => {
  const row = lifecycle({ phase: 'ACCEPTED' });
  const end = { days: 30, until: undefined };
  const by = { id: 'payments-logs', why: 'w', actor: 'dana', wait: true, decision: 'accept', end };
  const hints = async (person: string) => {
    const deps = { ...depsFor(row, messagesThat(TAKEN)), viewer: as(person) };
    return (await errorOf(accept(deps, { ...by, decision: 'accept' }))).next.join('\n');
  };
  assert.match(await hints('ana'), /findings extend/);
  const others = await hints('dana');
  for (const verb of [...DECIDE, 'extend', 'revoke'])
    assert.ok(!others.includes(`findings ${verb}`));
  assert.match(others, /findings recheck/);
});

it('findings show says who else must agree, and why, before it offers a decision', async () => {
  const row = lifecycle({ severity: 'CRITICAL', fourEyes });
  const { text, json } = await show(row, as('ana'));
  const told =
    /Who else must agree\n {2}approve: nobody else, because Closeloop proposes .*\n {2}accept: a second person of payments \(ana, lena\), cloud-security \(kim\), the security lead \(sam\), but not who requests it, because policy asks for two people from HIGH on, and this is CRITICAL\n/;
  assert.match(text, told);
  assert.ok(text.search(told) < text.indexOf('What you can do'));
  assert.partialDeepStrictEqual(json['secondPerson'], [
    { decision: 'approve', second: 'not-needed', who: null },
    { decision: 'accept', second: 'needed' },
  ]);
});
