import assert from 'node:assert/strict';

import { judge } from '../../../activities/audit/judge.ts';
import type { Facts } from '../../../activities/audit/judge.ts';

const CLOSER = 'arn:aws:sts::222233334444:assumed-role/closeloop-closer/worker';
const ANA = 'arn:aws:sts::222233334444:assumed-role/security-team/ana';
const AT = Date.parse('2026-11-30T10:00:00.000Z');
const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

/** RESOLVED by the closer two seconds after its proof. */
const PROPER: Facts = {
  status: 'RESOLVED',
  note: { by: 'closeloop', at: AT },
  last: { change: { at: AT, by: CLOSER, isUpdate: true, to: 'RESOLVED' }, before: AT - DAY },
  proofs: [proof({})],
  forged: 0,
  keyMadeAt: AT - 30 * DAY,
  now: AT + DAY,
};

describe('A closed finding is judged by who gave it its status, and by the proof', () => {
  it('a status of the closer with its proof is proven', () => {
    assert.deepEqual(judge(PROPER), { kind: 'proven' });
  });

  it('a status of the closer without a proof is without proof', () => {
    assert.equal(judge({ ...PROPER, proofs: [] }).kind, 'unproven');
    assert.match(why({ proofs: [], forged: 1 }), /closeloop-closer did not write/);
  });

  it('a proof for another status, or of an acceptance that ended days ago, is none', () => {
    assert.match(why({ proofs: [proof({ status: 'NEW' })] }), /for NEW, and it is RESOLVED/);
    const until = new Date(AT - 3 * DAY).toISOString();
    const suppressed = { status: 'SUPPRESSED', last: by(CLOSER, 'SUPPRESSED') } as const;
    const ended = proof({ status: 'SUPPRESSED', until });
    assert.match(why({ ...suppressed, proofs: [ended] }), /acceptance ended at/);
    const running = proof({ status: 'SUPPRESSED', until: new Date(AT + 9 * DAY).toISOString() });
    assert.deepEqual(judge({ ...PROPER, ...suppressed, proofs: [running] }), { kind: 'proven' });
  });

  it('an old proof that somebody put back does not prove a later status', () => {
    const old = proof({ at: new Date(AT - 20 * MINUTE).toISOString() });
    assert.match(why({ proofs: [old] }), /is older than its status/);
    const spent = { ...PROPER.last, before: AT - 1_000 };
    assert.match(why({ last: spent }), /is older than its status/);
    const later = proof({ at: new Date(AT + 20 * MINUTE).toISOString() });
    assert.deepEqual(judge({ ...PROPER, proofs: [old, later] }), { kind: 'proven' });
  });

  it('the audit leaves to people and products what they closed, with or without a proof', () => {
    const people = { note: { by: 'ana', at: AT }, last: by(ANA), proofs: [] };
    assert.equal(judge({ ...PROPER, ...people }).kind, 'theirs');
    const root = { ...people, last: by('arn:aws:iam::222233334444:user/closeloop-closer') };
    assert.equal(judge({ ...PROPER, ...root }).kind, 'theirs');
    const product = 'arn:aws:securityhub:eu-west-1::product/aws/securityhub';
    const change = { at: AT, by: product, isUpdate: false, to: 'RESOLVED' };
    const last = { change, before: null };
    assert.equal(judge({ ...PROPER, last, proofs: [] }).kind, 'theirs');
  });

  it("a person's close with a note in Closeloop's name is without proof", () => {
    assert.match(why({ last: by(ANA), proofs: [] }), /in Closeloop's name/);
    const earlier = { by: 'closeloop', at: AT - DAY };
    assert.equal(judge({ ...PROPER, last: by(ANA), note: earlier, proofs: [] }).kind, 'theirs');
  });

  it('every principal of Closeloop counts, as a role and as its session', () => {
    for (const arn of [
      'arn:aws:iam::222233334444:role/closeloop-closer',
      'arn:aws-us-gov:iam::222233334444:role/platform/closeloop-closer',
      'arn:aws:sts::222233334444:assumed-role/closeloop-orchestrator/i-0a',
    ])
      assert.equal(judge({ ...PROPER, last: by(arn), proofs: [] }).kind, 'unproven', arn);
  });

  it('the audit tells apart what was closed before there was a key, and only that', () => {
    const keyMadeAt = AT + DAY;
    assert.equal(judge({ ...PROPER, proofs: [], keyMadeAt }).kind, 'before');
    assert.equal(judge({ ...PROPER, proofs: [], keyMadeAt: AT - 1 }).kind, 'unproven');
  });

  it('a history that names nobody, or shows another status, is said to be unchecked', () => {
    const nobody = { change: { at: AT, by: null, isUpdate: true, to: 'RESOLVED' }, before: null };
    assert.equal(judge({ ...PROPER, last: nobody }).kind, 'unchecked');
    assert.equal(judge({ ...PROPER, last: by(CLOSER, 'NEW') }).kind, 'unchecked');
  });

  it('where the history is over, the proof counts, and else the note', () => {
    const now = AT + 100 * DAY;
    const last = { change: null, isWhole: false };
    assert.equal(judge({ ...PROPER, now, last }).kind, 'proven');
    assert.equal(judge({ ...PROPER, now, last, proofs: [] }).kind, 'unproven');
    assert.equal(judge({ ...PROPER, now, last, proofs: [], note: null }).kind, 'theirs');
    assert.equal(judge({ ...PROPER, now, last, proofs: [], keyMadeAt: AT + 1 }).kind, 'before');
    const whole = { change: null, isWhole: true };
    assert.equal(judge({ ...PROPER, last: whole, proofs: [], note: null }).kind, 'theirs');
  });

  it('a history that is written otherwise than expected is noticed by what the closer proved', () => {
    const whole = { change: null, isWhole: true };
    assert.equal(judge({ ...PROPER, last: whole }).kind, 'proven');
    const hidden = { change: null, isWhole: false };
    assert.match(
      JSON.stringify(judge({ ...PROPER, last: hidden })),
      /does not show what the closer/,
    );
    const renamed = {
      change: { at: AT, by: '222233334444', isUpdate: true, to: null },
      before: null,
    };
    const verdict = judge({ ...PROPER, last: renamed, note: null });
    assert.match(JSON.stringify(verdict), /unchecked.*calls closeloop-closer 222233334444/);
    const later = { ...renamed, change: { ...renamed.change, at: AT + DAY } };
    assert.equal(judge({ ...PROPER, last: later, note: null }).kind, 'theirs');
  });
});

function by(arn: string, to = 'RESOLVED'): Facts['last'] {
  return { change: { at: AT, by: arn, isUpdate: true, to }, before: null };
}

function why(changes: Partial<Facts>): string {
  const verdict = judge({ ...PROPER, ...changes });
  assert.equal(verdict.kind, 'unproven');
  return verdict.kind === 'unproven' ? verdict.why : '';
}

function proof(changes: Partial<Facts['proofs'][number]>): Facts['proofs'][number] {
  return {
    workflowId: 'S3.PublicAccess:111122223333:eu-west-1:logs:0a',
    findingId: 'f-1',
    productArn: 'arn:aws:securityhub:eu-west-1::product/aws/securityhub',
    status: 'RESOLVED',
    reason: 'remediated',
    episode: 1,
    evidence: 'a'.repeat(64),
    verificationId: 'v-1',
    decisions: [],
    until: null,
    at: new Date(AT - 2_000).toISOString(),
    ...changes,
  };
}
