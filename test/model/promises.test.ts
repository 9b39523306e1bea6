/** The judge has teeth: records that break a promise are found out, by its name. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { broken } from './promises.ts';
import type { PROMISES } from './promises.ts';
import type { Records } from './records.ts';

type Name = keyof typeof PROMISES;

import {
  fixed,
  accepted,
  approved,
  attested,
  withdrawn,
  withPeople,
  row,
  acceptedRow,
  at,
  line,
  evidence,
  said,
  call,
  put,
  started,
  resolved,
  suppressed,
  undone,
  NOW,
  DAY,
  LOOK,
  PLAN,
  ID,
} from './sample-records.ts';

it('records that keep all promises are not reported', () => {
  assert.deepEqual(broken(fixed()), []);
  assert.deepEqual(broken(accepted()), []);
  assert.deepEqual(broken(approved()), []);
  assert.deepEqual(broken(withPeople()), []);
  assert.deepEqual(broken(attested()), []);
  assert.deepEqual(broken(withdrawn()), []);
  assert.deepEqual(broken(undone()), []);
});

const REQUEST = {
  decision: 'accept',
  by: 'barbara',
  why: 'w',
  until: null,
  planHash: null,
} as const;

const DOCTORED: Readonly<Record<Name, readonly Records[]>> = {
  'a destiny or a next deadline': [
    { ...withPeople(), row: row({ phase: 'HUMAN_REVIEW', nextDeadline: null }) },
    { ...withPeople(), row: row({ phase: 'HUMAN_REVIEW', nextDeadline: at(-1) }) },
    { ...withPeople(), status: 'COMPLETED' },
    { ...withPeople(), status: 'FAILED' },
    { ...fixed(), row: row({ phase: 'CLOSED', destiny: null, nextDeadline: null }) },
    { ...fixed(), row: null },
  ],
  'in the end Fixed, Accepted or with people': [
    { ...withPeople(), final: true, row: row({ phase: 'TRIAGE' }) },
    { ...withPeople(), final: true, row: row({ phase: 'HUMAN_REVIEW' }) },
    { ...withPeople(), final: true, retrying: true },
  ],
  'RESOLVED follows from our own look': [
    { ...fixed(), calls: [call(1, 'closeloop-verify', 's3', 'GetBucketAcl'), resolved(2, 'done')] },
    { ...fixed(), evidence: {} },
    { ...fixed(), evidence: evidence({ verdict: 'open' }) },
    { ...fixed(), evidence: evidence({ verdict: 'unknown' }) },
    { ...fixed(), evidence: evidence({ role: 'closeloop-automation' }) },
    { ...fixed(), evidence: evidence({ unchanged: false }) },
    { ...fixed(), story: [line(1, {})] },
    { ...attested(), said: [said('barbara', 'attest')] },
    { ...attested(), said: [said('barbara', 'attest'), said('linus', 'attest')] },
    { ...attested(), evidence: evidence({ verdict: 'unknown', source: 'open' }) },
    { ...attested(), evidence: {} },
  ],
  'the look comes after the last write': [
    { ...fixed(), calls: fixed().calls.filter(({ role }) => role !== 'closeloop-verify') },
    {
      ...fixed(),
      calls: [
        call(1, 'closeloop-verify', 's3', 'GetBucketAcl'),
        call(2, 'closeloop-automation', 's3', 'PutPublicAccessBlock'),
        resolved(3, LOOK),
      ],
    },
  ],
  'closed as Fixed is fixed': [
    { ...fixed(), sound: false },
    { ...fixed(), hub: { status: 'NEW', note: '' } },
  ],
  'withdrawn by its source alone, before anybody acted': [
    { ...withdrawn(), kind: 'public' },
    { ...withdrawn(), evidence: evidence({ verdict: 'unknown', source: 'passed' }) },
    { ...withdrawn(), story: [line(1, { kind: 'decision-trusted' })] },
  ],
  'SUPPRESSED by a named person, until a date': [
    { ...accepted(), said: [] },
    { ...accepted(), said: [said('linus', 'accept')], calls: [suppressed(5, { by: 'linus' })] },
    { ...accepted(), calls: [suppressed(5, { note: 'Closeloop: accepted by barbara: fine' })] },
    { ...accepted(), reports: [{ n: 1, severity: 'HIGH' }] },
    { ...accepted(), calls: [suppressed(5, { role: 'closeloop-runtime' })] },
  ],
  'no exception is longer than policy allows': [
    { ...accepted(), said: [{ ...said('barbara', 'accept'), at: NOW - 400 * DAY }] },
  ],
  'nothing stays SUPPRESSED past its end': [
    { ...accepted(), now: NOW + 21 * DAY, row: acceptedRow() },
    { ...withPeople(), hub: { status: 'SUPPRESSED', note: '' } },
  ],
  'each role keeps to its own': [
    { ...fixed(), calls: [call(1, 'closeloop-verify', 's3', 'PutPublicAccessBlock')] },
    { ...accepted(), calls: [suppressed(5, { role: 'closeloop-remediate' })] },
    { ...accepted(), calls: [suppressed(5, { role: 'closeloop-orchestrator' })] },
    { ...fixed(), calls: [call(1, 'closeloop-remediate', 's3', 'PutBucketAcl')] },
    { ...fixed(), calls: [call(1, 'closeloop-orchestrator', 'ssm', 'StartAutomationExecution')] },
  ],
  'each table has its writers': [
    ...(
      [
        ['closeloop-orchestrator', 'executions'],
        ['closeloop-orchestrator', 'proofs'],
        ['closeloop-closer', 'executions'],
        ['closeloop-runtime', 'proofs'],
        ['closeloop-console', 'events'],
        ['closeloop-slack-interactivity', 'messages'],
        ['closeloop-runtime', 'refusals'],
        ['closeloop-verify', 'events'],
      ] as const
    ).map(([role, table]) => ({ ...fixed(), calls: [...fixed().calls, put(9, role, table)] })),
    { ...fixed(), calls: [...fixed().calls, call(9, 'closeloop-runtime', 'dynamodb', 'PutItem')] },
  ],
  'a write has the authority of the table or an approval': [
    { ...approved(), said: [] },
    { ...approved(), said: [said('linus', 'approve', PLAN)] },
    { ...approved(), said: [said('barbara', 'approve', 'b'.repeat(64))] },
    { ...approved(), kind: 'unknown-type' },
    { ...approved(), kind: 'public', reports: [{ n: 1, severity: 'CRITICAL' }], said: [] },
  ],
  'at most so many rounds': [
    { ...approved(), calls: Array.from({ length: 6 }, (_, i) => started(i + 3, `token ${i}`)) },
  ],
  'an undo is asked for by one and approved by another': [
    { ...undone(), said: [] },
    { ...undone(), said: undone().said.slice(1) },
    { ...undone(), said: undone().said.slice(0, 1) },
    { ...undone(), said: undone().said.map((one) => ({ ...one, actor: 'barbara' })) },
    { ...undone(), said: undone().said.map((one) => ({ ...one, actor: 'linus' })) },
    { ...undone(), said: undone().said.map((one) => ({ ...one, planHash: null })) },
    {
      ...undone(),
      said: undone()
        .said.toReversed()
        .map((one, i) => ({ ...one, n: 5 + i })),
    },
  ],
  'what was undone is written again on an approval only': [
    { ...undone(), calls: [...undone().calls, started(9, 'again')] },
  ],
  'one lifecycle per problem': [
    { ...fixed(), lifecycles: [ID, `${ID}b`] },
    { ...fixed(), lifecycles: [] },
  ],
  'the story has no gaps': [
    { ...fixed(), story: [line(1, {}), line(3, { verificationId: LOOK })] },
    { ...fixed(), story: [line(2, { verificationId: LOOK })] },
    { ...fixed(), story: [] },
  ],
  'the story is append-only': [
    { ...fixed(), storyBefore: [line(1, { text: 'something else' })] },
    { ...fixed(), storyBefore: [line(9, {})] },
  ],
  'a missed first deadline is overdue': [
    {
      ...withPeople(),
      story: [line(1, {}), line(2, { kind: 'escalated', phase: 'HUMAN_REVIEW' })],
    },
    { ...withPeople(), shown: [{ lines: 2, until: NOW - DAY }] },
  ],
  'overdue is only what missed a deadline': [
    { ...withPeople(), overdue: true },
    { ...withPeople(), overdue: true, shown: [{ lines: 2, until: NOW + DAY }] },
    { ...fixed(), overdue: true },
  ],
  'what waits for people is in somebody’s list': [{ ...withPeople(), askedOf: [] }],
  'only who has a say is asked': [
    { ...withPeople(), askedOf: ['barbara', 'linus'] },
    { ...fixed(), askedOf: ['barbara'] },
  ],
  'a second signature is asked of somebody else': [
    {
      ...withPeople(),
      askedOf: ['barbara'],
      row: row({ phase: 'HUMAN_REVIEW', nextDeadline: at(1), request: REQUEST }),
    },
  ],
  'people are not asked the same by the hour': [
    {
      ...withPeople(),
      story: Array.from({ length: 24 }, (_, i) => line(i + 1, { kind: 'overdue' })),
    },
  ],
};

for (const [name, cases] of Object.entries(DOCTORED)) {
  for (const [i, records] of cases.entries()) {
    it(`the judge reports "${name}" as broken (${i + 1})`, () => {
      const names = broken(records).map((one) => one.slice(0, name.length));
      assert.ok(names.includes(name), `only: ${broken(records).join('; ')}`);
    });
  }
}

it('the judge imports nothing from the state machine', () => {
  for (const file of readdirSync(import.meta.dirname)) {
    const source = readFileSync(join(import.meta.dirname, file), 'utf8');
    assert.doesNotMatch(source, /from '.*domain[/]lifecycle/, file);
  }
});
