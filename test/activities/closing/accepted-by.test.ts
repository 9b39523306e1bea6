import assert from 'node:assert/strict';

import { acceptedBy, attestedBy } from '../../../activities/closing/accepted-by.ts';
import type { Allowed, Known } from '../../../activities/closing/accepted-by.ts';
import { sha256 } from '../../../activities/closing/proof-items.ts';
import type { Said } from '../../../activities/closing/proof-items.ts';
import type { Exception } from '../../../domain/exception.ts';
import { exception } from '../../builders/exception.ts';
import { fakePolicies } from '../../builders/fake-policies.ts';

const UNTIL = '2026-12-01T00:00:00Z';
const acceptance = exception({ id: 'd-ana', until: Date.parse(UNTIL), severity: 'LOW' });
const said: Said = {
  id: 'd-ana',
  kind: 'accept',
  episode: 2,
  actor: 'ana',
  until: UNTIL,
  hash: sha256(acceptance.why),
  severity: 'LOW',
  proven: true,
  scope: null,
  at: '2026-11-23T06:00:00.000Z',
};
const bens: Said = { ...said, id: 'd-ben', actor: 'ben', hash: sha256('yes') };
const both: Exception = { ...acceptance, confirmedBy: 'ben', id: 'd-ben' };

const { decisions } = fakePolicies();
const NEVER_UNPROVEN = { ...decisions, trustUnprovenUpTo: null };
const FOUR_EYES = {
  ...decisions,
  acceptance: { ...decisions.acceptance, fourEyesFrom: 'HIGH' as const },
};
const known: Known = {
  said: [said],
  over: null,
  by: 'run/1',
  episode: 2,
  severity: 'LOW',
  decisions: FOUR_EYES,
};
const ENDED = { how: 'reopened', episode: 2, by: 'run/0', at: '2026-11-24T00:00:00.000Z' } as const;

it('an acceptance that the closer checked itself allows exactly its end, its people and its reason', () => {
  assert.deepEqual(acceptedBy(known, acceptance), { ids: ['d-ana'] });
  const two = { ...known, said: [said, bens] };
  assert.deepEqual(acceptedBy(two, both), { ids: ['d-ana', 'd-ben'] });
  assert.deepEqual(acceptedBy({ ...known, said: [{ ...said, kind: 'extend' }] }, acceptance), {
    ids: ['d-ana'],
  });
});

const REFUSED: readonly (readonly [string, Partial<Known>, Partial<Exception>, RegExp])[] = [
  ['nobody said it', { said: [] }, {}, /no proven acceptance of ana/],
  ['another person is named', {}, { by: 'eve' }, /no proven acceptance of eve/],
  ['a second person is made up', {}, { confirmedBy: 'ben' }, /no proven confirmation of ben/],
  ['the end is later', {}, { until: Date.parse('2027-01-01T00:00:00Z') }, /until 2027-01-01/],
  ['the reason is another one', {}, { why: 'because' }, /for this reason/],
  ['it was said in an earlier episode', { episode: 3 }, {}, /no proven acceptance/],
  ['it was revoked since', { over: ENDED }, {}, /no proven acceptance/],
  [
    'Security Hub shows a higher severity than the person saw',
    { severity: 'MEDIUM' },
    {},
    /ana decided about LOW, in Security Hub it is MEDIUM/,
  ],
  [
    'it was only attested',
    { said: [{ ...said, kind: 'attest' }] },
    {},
    /no proven acceptance of ana/,
  ],
  [
    'four eyes are needed by the severity in Security Hub',
    { severity: 'HIGH', said: [{ ...said, severity: 'HIGH' }] },
    {},
    /HIGH in Security Hub, so a second person/,
  ],
  [
    'it carries no proof and policy trusts none',
    { said: [{ ...said, proven: false }], decisions: NEVER_UNPROVEN },
    {},
    /carries no proof/,
  ],
  [
    'an import is about something CRITICAL',
    { severity: 'CRITICAL', said: [{ ...said, kind: 'import', severity: 'CRITICAL' }] },
    {},
    /CRITICAL in Security Hub, which no import accepts/,
  ],
];
for (const [when, facts, changes, why] of REFUSED) {
  it(`the closer refuses an acceptance when ${when}`, () => {
    assert.match(whyNot(acceptedBy({ ...known, ...facts }, { ...acceptance, ...changes })), why);
  });
}

it('the closer refuses an acceptance that one person confirms twice, under two names', () => {
  const people = { ana: ['ana@example.com'] };
  const signIn = { ...decisions.signIn, people };
  const mail = { ...bens, actor: 'ana@example.com' };
  const one = { ...known, said: [said, mail], decisions: { ...decisions, signIn } };
  const twice = { ...both, confirmedBy: 'ana@example.com' };
  assert.match(whyNot(acceptedBy(one, twice)), /one person/);
});

it('the closer refuses an acceptance that is longer than policy allows for the severity in Security Hub', () => {
  const most = { ...decisions.acceptance.most, LOW: 3600 };
  const short = { ...decisions, acceptance: { ...decisions.acceptance, most } };
  assert.match(whyNot(acceptedBy({ ...known, decisions: short }, acceptance)), /shorter time/);
});

const attestation = { by: 'ana', confirmedBy: 'ben', evidence: 'PR 7' };
const attests: readonly Said[] = ['ana', 'ben'].map((actor) => ({
  ...said,
  id: `a-${actor}`,
  kind: 'attest',
  actor,
  until: null,
  hash: sha256('PR 7'),
}));

it('an attestation counts when two persons made it in this episode', () => {
  const two = { ...known, said: attests };
  assert.deepEqual(attestedBy(two, attestation), { ids: ['a-ana', 'a-ben'] });
  assert.match(whyNot(attestedBy({ ...two, episode: 3 }, attestation)), /no proven attestation/);
  assert.match(whyNot(attestedBy({ ...two, said: attests.slice(0, 1) }, attestation)), /of ben/);
  const own = { ...attestation, confirmedBy: 'ana' };
  assert.match(whyNot(attestedBy(two, own)), /one person/);
});

it('the closer refuses an attestation that one person made twice, under two names', () => {
  const signIn = { ...decisions.signIn, people: { ana: ['ana@example.com'] } };
  const listed = { ...known, decisions: { ...decisions, signIn } };
  const mail = attests.map((one) =>
    one.actor === 'ben' ? { ...one, actor: 'ana@example.com' } : one,
  );
  const twice = { ...attestation, confirmedBy: 'ana@example.com' };

  assert.match(whyNot(attestedBy({ ...listed, said: mail }, twice)), /one person/);
  assert.match(whyNot(attestedBy({ ...listed, said: attests.slice(0, 1) }, twice)), /one person/);
});

it('the closer finds what a person said under the canonical name, whatever name a running lifecycle kept', () => {
  const people = { ana: ['ana@example.com'], ben: ['ben@example.com', 'slack:U02BEN'] };
  const listed = { ...decisions, signIn: { ...decisions.signIn, people } };
  const two = { ...known, decisions: listed };
  const kept = { ...attestation, by: 'Ana@Example.com', confirmedBy: 'slack:U02BEN' };

  assert.deepEqual(attestedBy({ ...two, said: attests }, kept), { ids: ['a-ana', 'a-ben'] });
  const accepted = { ...both, by: 'ana@example.com', confirmedBy: 'ben@example.com' };
  assert.deepEqual(acceptedBy({ ...two, said: [said, bens] }, accepted), {
    ids: ['d-ana', 'd-ben'],
  });
});

it('a close does not end the decisions that it is itself based on, so that it can be repeated', () => {
  const closed = { how: 'closed', episode: 2, at: '2026-11-25T00:00:00.000Z' } as const;
  const two = { ...known, said: attests };
  const again = attestedBy({ ...two, over: { ...closed, by: 'run/1' } }, attestation);
  assert.deepEqual(again, { ids: ['a-ana', 'a-ben'] });
  const next = attestedBy({ ...two, over: { ...closed, by: 'run/0' } }, attestation);
  assert.match(whyNot(next), /no proven attestation/);
});

function whyNot(allowed: Allowed): string {
  return 'why' in allowed ? allowed.why : 'allowed';
}
