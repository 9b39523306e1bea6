/** Whom a finding asks now: `--mine`, `--asked` and `whoami`. */
import assert from 'node:assert/strict';

import type { Lifecycle } from '../../../../activities/ledger/ledger.ts';
import { listFindings, type ListFrom } from '../../../../console/commands/findings/list.ts';
import { whoami } from '../../../../console/commands/whoami.ts';
import type { RequestRow } from '../../../../domain/story.ts';
import { errorOf, ledgerOf, lifecycle, NOBODY_SIGNED_IN, NOW, OWNERSHIP } from '../../rows.ts';
import { tablesWith, textOf } from '../../rows.ts';

const request: RequestRow = {
  decision: 'accept',
  by: 'ana',
  why: 'w',
  until: null,
  planHash: null,
};
const team = (slug: string) => ({ team: slug, because: 'tags' });
const asks = (asked: string) => ({ asked, next: null, overdue: 0 });
const review = (name: string, asked: string, changes: Partial<Lifecycle> = {}) =>
  lifecycle({ name, phase: 'HUMAN_REVIEW', ladder: asks(asked), ...changes });

const rows = [
  lifecycle({ name: 'approval', ladder: asks('payments') }),
  review('escalated', 'the lead of payments (lena)'),
  review('default', 'cloud-security (the default team)'),
  review('nobodys', 'the default team', { owner: team('unassigned') }),
  review('top', 'the security lead (sam)', { owner: team('data') }),
  review('second', 'data', { owner: team('data'), request: { ...request, by: 'kim' } }),
  review('by-ana', 'the lead of payments (lena)', { request }),
  lifecycle({
    name: 'merge',
    phase: 'AWAITING_MERGE',
    ladder: asks('the reviewers of acme/infra'),
  }),
  lifecycle({ name: 'working', phase: 'VERIFY', ladder: asks('payments') }),
  lifecycle({ name: 'settling', phase: 'SETTLE' }),
];

const signIn = () =>
  Promise.resolve({ namedBySession: [], users: {}, people: { ana: ['ana@example.com'], kim: [] } });
const from: ListFrom = {
  ledger: ledgerOf(rows),
  tables: () => Promise.resolve(tablesWith()),
  identity: () => Promise.resolve({ arn: 'arn:aws:iam::111122223333:user/ana', person: 'ana' }),
  signIn,
};

async function namesOf(filter: Parameters<typeof listFindings>[1], all: ListFrom = from) {
  const { json } = await listFindings(all, filter, NOW);
  const { findings } = json as { findings: { resource: { name: string } }[] };
  return findings.map(({ resource }) => resource.name).toSorted();
}

it('a member is asked what her team is asked, also to review, and not what she requested herself', async () => {
  assert.deepEqual(await namesOf({ mine: true }), ['approval', 'merge']);
});

it('a lead is asked what was escalated to the lead, besides what the team is asked', async () => {
  const lena = { ...from, ...NOBODY_SIGNED_IN };

  assert.deepEqual(await namesOf({ asked: 'lena' }, lena), [
    'approval',
    'by-ana',
    'escalated',
    'merge',
  ]);
});

it('the default team is asked about what nobody owns and what was escalated to it', async () => {
  assert.deepEqual(await namesOf({ asked: 'cloud-security' }), ['default', 'nobodys']);
});

it('a person of the default team is asked for second signatures about every team’s findings', async () => {
  assert.deepEqual(await namesOf({ asked: 'kim' }), ['by-ana', 'default', 'nobodys']);
});

it('the security lead is asked for second signatures too', async () => {
  const sam = { ...from, ...NOBODY_SIGNED_IN };

  assert.deepEqual(await namesOf({ asked: 'sam' }, sam), ['by-ana', 'second', 'top']);
});

it('a team is asked for the second signatures of its own findings', async () => {
  assert.deepEqual(await namesOf({ asked: 'data' }), ['second']);
});

it('a person is found by any name that sign_in has', async () => {
  assert.deepEqual(await namesOf({ asked: 'ANA@example.com' }), ['approval', 'merge']);
});

it('a name that nobody has is an error that names who was meant', async () => {
  const error = await errorOf(namesOf({ asked: 'dat' }));

  assert.deepEqual([error.code, error.exitCode], ['unknown-person-or-team', 2]);
  assert.match(error.next.join('\n'), /findings list --asked data\nKnown are: payments, data/);
});

it('--mine without a person says why, and what to run', async () => {
  const nobody = await errorOf(namesOf({ mine: true }, { ...from, ...NOBODY_SIGNED_IN }));
  const arn = 'arn:aws:iam::111122223333:user/eve';
  const stranger = { ...from, identity: () => Promise.resolve({ arn, person: null }) };
  const eve = await errorOf(namesOf({ mine: true }, stranger));

  assert.deepEqual([nobody.code, nobody.exitCode], ['not-signed-in', 2]);
  assert.match(nobody.message, /nobody is signed in to AWS here/);
  assert.match(eve.message, /does not name arn:aws:iam::111122223333:user\/eve/);
  assert.match(eve.next.join('\n'), /whoami/);
});

it('whoami names the person, teams and what they may decide about', async () => {
  const people = { signIn: await signIn(), table: OWNERSHIP };
  const lena = whoami({ arn: 'arn:aws:iam::111122223333:user/lena', person: 'lena' }, people);
  const sam = whoami({ arn: 'arn:x', person: 'sam' }, people);

  assert.deepEqual(lena.json, {
    arn: 'arn:aws:iam::111122223333:user/lena',
    person: 'lena',
    teams: ['payments'],
    leadOf: ['payments'],
    securityLead: false,
  });
  assert.match(textOf(lena), /Decides about +findings of payments/);
  assert.match(
    textOf(sam),
    /Teams +none in ownership.yaml\n +Security lead +yes\n +Decides about +every/,
  );
});

it('whoami says what to do where the sign-in is nobody', async () => {
  const people = { signIn: await signIn(), table: OWNERSHIP };
  const stranger = whoami({ arn: 'arn:aws:iam::111122223333:user/eve', person: null }, people);

  assert.match(
    textOf(stranger),
    /Person +nobody: sign_in of decisions.yaml does not name arn:.*eve/,
  );
  assert.match(textOf(whoami({ arn: null, person: null }, people)), /aws sso login/);
});
