/** Two security leads accept a control on tagged resources at the real console, against the real workers. */
import assert from 'node:assert/strict';

import { z } from 'zod';

import { PAYMENTS } from '../../sandbox/demo/scenario.ts';
import type { Report } from '../../sandbox/demo/scenario.ts';
import { importFindings, seedResources } from '../../sandbox/demo/seed.ts';
import type { World } from '../../sandbox/world.ts';
import { isForPeople, oneLine } from '../console/cli.ts';
import { closeloop } from '../console/shared-process.ts';
import { fixable } from './scenario.ts';
import { until } from './until.ts';

let world: World;

const VERSIONING = { by: 'security-hub', id: 'S3.14', title: 'Versioning' } as const;
const TAGGED = { Team: 'payments', RiskAccepted: 'yes' };

/** A bucket without versioning, reported. */
async function report(
  bucket: string,
  tags: Readonly<Record<string, string>>,
  severity: Report['severity'] = 'MEDIUM',
): Promise<void> {
  const scenario = fixable(bucket, { tags, reports: [{ ...VERSIONING, severity }] });
  await seedResources(world, [scenario]);
  await importFindings(world, [scenario]);
}

async function row(bucket: string) {
  const all = await world.ledger.lifecycles();
  return all.find(({ problem }) => problem.resource.name === bucket);
}

async function reaches(bucket: string, phase: string): Promise<void> {
  await until(
    async () => (await row(bucket))?.phase === phase,
    async () => `${bucket} is in ${(await row(bucket))?.phase}, not ${phase},`,
  );
}

async function as(person: string, ...words: readonly string[]) {
  return await closeloop(['exceptions', ...words], world.person(person));
}

const SCOPE = ['--control', 'S3.MissingVersioning', '--account', PAYMENTS];
const TAG = ['--tag', 'RiskAccepted=yes'];
const END = ['--until', '60d', '--why', 'static sites'];

export function scopedExceptions(shared: () => World): void {
  before(() => {
    world = shared();
  });
  let exception = '';
  let hash = '';

  before(async () => {
    await report('static-site', TAGGED);
    await report('static-bad', TAGGED, 'CRITICAL');
    await report('other-site', { Team: 'payments' });
    for (const bucket of ['static-site', 'static-bad', 'other-site'])
      await reaches(bucket, 'AWAITING_APPROVAL');
  });

  it('a scoped exception is previewed without --yes, and nothing is sent', async () => {
    const shown = await as('margaret', 'ask', ...SCOPE, ...TAG, ...END, '--json');
    const { sent, about, next } = oneLine(shown);
    assert.equal(sent, false);
    assert.deepEqual(resources(about), ['other-site', 'static-site']);
    assert.match(String(next), /exceptions ask .* --yes$/);
    assert.match((await as('margaret', 'list')).stdout, /Nothing is accepted/);
  });

  it('a scoped exception is refused to other people than security leads, for a tag that owners can set, and without an end', async () => {
    const ask = ['ask', ...SCOPE, '--yes'];
    const barbara = await as('barbara', ...ask, ...TAG, ...END);
    assert.deepEqual([barbara.code, isForPeople(barbara)], [1, true]);
    assert.match(barbara.stderr, /barbara may not ask .*these may: margaret, katherine/s);
    const team = await as('margaret', ...ask, '--tag', 'Team=payments', ...END);
    assert.match(team.stderr, /the tag Team is not protected/);
    const long = await as('margaret', ...ask, ...TAG, '--until', '200d', '--why', 'long');
    assert.match(long.stderr, /policy accepts HIGH until/);
    const everywhere = ['ask', '--yes', '--control', 'S3.MissingVersioning', ...END];
    const wide = await as('margaret', ...everywhere);
    assert.deepEqual(
      [wide.code, /narrower than a control everywhere/.test(wide.stderr)],
      [2, true],
    );
    assert.equal((await as('margaret', 'ask', ...SCOPE, '--why', 'no end', '--yes')).code, 2);
  });

  it('a scoped exception shows both people what its tags match, and is in force once the second confirms', async () => {
    const first = await as('margaret', 'ask', ...SCOPE, ...TAG, ...END, '--yes', '--json');
    assert.equal(first.code, 0, first.stderr + first.stdout);
    const { outcome, row: asked } = ASKED.parse(oneLine(first));
    assert.equal(outcome, 'second-asked');
    assert.deepEqual(resources(asked.matched.rows), ['static-site']);
    exception = asked.id;
    hash = asked.request.hash;

    const unseen = await as('katherine', 'confirm', exception, '--why', 'agreed');
    assert.equal(unseen.code, 2);
    assert.match(unseen.stderr, /margaret wants to accept it until .*matched 1 open.*static-site/s);
    const own = await as('margaret', 'confirm', exception, '--hash', hash, '--why', 'mine');
    assert.match(own.stderr, /margaret requested this; another security lead/);
    const other = 'b'.repeat(64);
    const stale = await as('katherine', 'confirm', exception, '--hash', other, '--why', 'x');
    assert.match(stale.stderr, /Look at it and decide again/);
    assert.equal((await row('static-site'))?.phase, 'AWAITING_APPROVAL');

    const words = ['findings', 'confirm', exception];
    const second = await closeloop(words, world.person('katherine'));
    assert.equal(second.code, 0, second.stderr);
    assert.match(second.stdout, /margaret wants to accept it until .*matched 1 open.*static-site/s);
    await reaches('static-site', 'ACCEPTED');
  });

  it('a scoped exception covers tagged resources, notes it in Security Hub, and leaves CRITICAL and other findings alone', async () => {
    const { by, confirmedBy, scope } = (await row('static-site'))?.exception ?? {};
    assert.deepEqual([by, confirmedBy, scope], ['margaret', 'katherine', exception]);
    const { Findings = [] } = await world.securityHub('222233334444', 'eu-west-1').getFindings({
      Filters: { WorkflowStatus: [{ Value: 'SUPPRESSED', Comparison: 'EQUALS' }] },
    });
    assert.match(Findings[0]?.Note?.Text ?? '', /accepted by margaret, confirmed by katherine/);
    assert.equal(Findings.length, 1);
    assert.equal((await row('static-bad'))?.phase, 'AWAITING_APPROVAL');
    assert.equal((await row('other-site'))?.phase, 'AWAITING_APPROVAL');
    await report('next-site', TAGGED);
    await reaches('next-site', 'ACCEPTED');
    const { covered } = oneLine(await as('barbara', 'show', exception, '--json'));
    assert.equal(z.array(z.string()).parse(covered).length, 2);
  });

  it('a decision about a covered finding is refused and names the scoped exception', async () => {
    const { workflowId = '' } = (await row('static-site')) ?? {};
    const words = ['findings', 'extend', workflowId, '--days', '30', '--why', 'more'];
    const extended = await closeloop(words, world.person('barbara'));
    assert.equal(extended.code, 1);
    assert.match(extended.stderr, new RegExp(`exceptions show ${exception}`));
  });

  it('findings under a scoped exception return to people when one lead revokes it', async () => {
    const revoked = await as('katherine', 'revoke', exception, '--why', 'they moved');
    assert.equal(revoked.code, 0, revoked.stderr);
    for (const bucket of ['static-site', 'next-site']) await reaches(bucket, 'HUMAN_REVIEW');
    assert.match((await as('katherine', 'show', exception)).stdout, /ENDED: revoked/);
    const again = await as('katherine', 'ask', ...SCOPE, ...TAG, ...END, '--yes', '--json');
    assert.equal(oneLine(again)['outcome'], 'second-asked');
  });
}

const ROWS = z.array(z.object({ resource: z.string() }));
const ASKED = z.object({
  outcome: z.string(),
  row: z.object({
    id: z.string(),
    matched: z.object({ rows: ROWS }),
    request: z.object({ hash: z.string() }),
  }),
});

function resources(rows: unknown): readonly string[] {
  return ROWS.parse(rows)
    .map(({ resource }) => resource)
    .toSorted();
}
