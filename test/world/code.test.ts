/** From a finding to a merged pull request to a verified resource, on real parts: Git, the dev server, the workers. */
import assert from 'node:assert/strict';
import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

import { Client, Connection } from '@temporalio/client';

import type { Lifecycle } from '../../activities/ledger/ledger.ts';
import type { Report, Scenario } from '../../sandbox/demo/scenarios.ts';
import { importFindings, seedResources } from '../../sandbox/demo/seed.ts';
import { startWorld } from '../../sandbox/world.ts';
import type { World } from '../../sandbox/world.ts';
import { mergeHint } from '../../workflows/messages.ts';
import { actions } from '../workflows/actions.ts';
import { fixable } from './scenario.ts';

const REPOSITORY = 'acme/payments-infra';
const SANDBOX_POLICIES = fileURLToPath(new URL('../../sandbox/policies', import.meta.url));
const REMEDIATION = `types:
  S3.MissingVersioning: { automated: true, mode: enforce, path: code, approval_from: never }
  S3.PublicAccess: { automated: true, mode: enforce, path: both, approval_from: never }
`;
const versioning: Report = {
  by: 'security-hub',
  id: 'S3.14',
  title: 'S3 general purpose buckets should have versioning enabled',
  severity: 'MEDIUM',
};

let world: World;
let client: Client;
let policiesDir: string;
before(async () => {
  policiesDir = await mkdtemp(join(tmpdir(), 'closeloop-policies-'));
  await cp(SANDBOX_POLICIES, policiesDir, { recursive: true });
  await writeFile(join(policiesDir, 'remediation.yaml'), REMEDIATION);
  world = await startWorld({ say: () => {}, settleSeconds: 0.5, policiesDir });
  await world.gitHub.addRepository({ name: REPOSITORY, files: { 'README.md': '# payments\n' } });
  const connection = await Connection.connect({ address: world.temporal.address });
  client = new Client({ connection, namespace: world.temporal.namespace });
});
after(async () => {
  await client.connection.close();
  await world.stop();
  await rm(policiesDir, { recursive: true, force: true });
});

/** A bucket whose tags name its file, and the finding about it. */
async function reported(bucket: string, changes: Partial<Scenario> = {}): Promise<string> {
  const path = `infra/${bucket}.tf`;
  const block = bucket.replaceAll('-', '_');
  const source = `resource "aws_s3_bucket" "${block}" {\n  bucket = "${bucket}"\n}\n`;
  await world.gitHub.people.commit(REPOSITORY, { files: { [path]: source } });
  const tags = {
    Team: 'payments',
    Environment: 'production',
    'closeloop:repository': REPOSITORY,
    'closeloop:path': path,
  };
  return await imported(fixable(bucket, { tags, reports: [versioning], ...changes }));
}

/** Its workflow id. */
async function imported(scenario: Scenario, { made = false } = {}): Promise<string> {
  if (!made) await seedResources(world, [scenario]);
  const [seeded] = await importFindings(world, [scenario]);
  const [finding] = seeded?.findings ?? [];
  const ref = { id: finding?.Id ?? '', productArn: finding?.ProductArn ?? '' };
  for (const end = Date.now() + 15_000; Date.now() < end; await setTimeout(100)) {
    const known = await world.ledger.knownFinding(ref);
    const [workflowId] = Object.keys(known?.problems ?? {});
    if (workflowId !== undefined) return workflowId;
  }
  throw new Error(`no lifecycle for ${scenario.bucket}`);
}

async function reaches(workflowId: string, phase: string): Promise<Lifecycle> {
  let last: Lifecycle | null = null;
  for (const end = Date.now() + 30_000; Date.now() < end; await setTimeout(100)) {
    last = await world.ledger.lifecycle(workflowId);
    if (last?.phase === phase && (phase !== 'CLOSED' || last.closedAt !== null)) return last;
  }
  assert.fail(`${workflowId} is in ${last?.phase} (${last?.reason}) instead of ${phase}`);
}

function pullFor(bucket: string): { number: number; state: string; body: string } {
  const { people } = world.gitHub;
  const pull = people.pulls(REPOSITORY).find(({ body }) => body?.includes(`infra/${bucket}.tf`));
  assert.ok(pull, `no pull request for ${bucket}`);
  return { number: pull.number, state: pull.state, body: pull.body ?? '' };
}

async function hint(workflowId: string): Promise<void> {
  await client.workflow.getHandle(workflowId).signal(mergeHint, { id: `hint-${Math.random()}` });
}

async function apply(bucket: string): Promise<void> {
  const s3 = world.s3('111122223333', 'eu-west-1');
  const VersioningConfiguration = { Status: 'Enabled' } as const;
  await s3.putBucketVersioning({ Bucket: bucket, VersioningConfiguration });
}

it('a fix accepted on the second attempt is proposed, merged, applied, verified and Fixed', async () => {
  world.aws.gateway.misbehave(['prose']);
  const workflowId = await reported('second-attempt');
  await reaches(workflowId, 'AWAITING_MERGE');
  const { number, body } = pullFor('second-attempt');
  assert.match(body, /sandbox\.scripted-model/);
  await world.gitHub.people.merge(REPOSITORY, number);
  await apply('second-attempt');
  await hint(workflowId);
  const closed = await reaches(workflowId, 'CLOSED');

  assert.deepEqual([closed.destiny, closed.destinyReason], ['Fixed', 'remediated']);
  const { entries } = { entries: await world.ledger.story(workflowId) };
  const told = entries.map(({ text }) => text).join('\n');
  assert.match(told, /attempt 1 by .* was rejected by parse/);
  assert.match(told, /attempt 2 by .* was accepted/);
});

it('one attempt costs a bounded number of actions', async () => {
  const workflowId = await reported('one-attempt');
  await reaches(workflowId, 'AWAITING_MERGE');
  await world.gitHub.people.merge(REPOSITORY, pullFor('one-attempt').number);
  await apply('one-attempt');
  await hint(workflowId);
  await reaches(workflowId, 'CLOSED');

  const history = await client.workflow.getHandle(workflowId).fetchHistory();
  assert.ok(actions(history) <= 18, `${actions(history)} billable actions`);
});

it('three rejections end with people, who read why', async () => {
  world.aws.gateway.misbehave(['prose', 'too-large', 'foreign-file']);
  const { reason } = await reaches(await reported('three-rejections'), 'HUMAN_REVIEW');

  assert.match(reason, /FIX_GENERATION_FAILED after 3 attempt\(s\), WRONG_FILE/);
});

it('a pull request that is closed unmerged goes to people with the words of who closed it', async () => {
  const workflowId = await reported('declined');
  await reaches(workflowId, 'AWAITING_MERGE');
  const { number } = pullFor('declined');
  const why = { by: 'barbara', comment: 'This bucket is going away next week.' };
  await world.gitHub.people.close(REPOSITORY, number, why);
  await hint(workflowId);

  const { reason } = await reaches(workflowId, 'HUMAN_REVIEW');
  assert.match(reason, /closed by barbara .*going away next week/);
});

it('both: the live fix first, and Fixed only when the source holds as well', async () => {
  const report: Report = {
    by: 'security-hub',
    id: 'S3.8',
    title: 'S3 general purpose buckets should block public access',
    severity: 'HIGH',
  };
  const workflowId = await reported('live-and-source', { reports: [report] });
  const waiting = await reaches(workflowId, 'AWAITING_MERGE');
  assert.match(waiting.waitsFor, /^Fixed, source pending/);
  const s3 = world.s3('111122223333', 'eu-west-1');
  const block = await s3.getPublicAccessBlock({ Bucket: 'live-and-source' });
  assert.equal(block.PublicAccessBlockConfiguration?.BlockPublicAcls, true);
  await world.gitHub.people.merge(REPOSITORY, pullFor('live-and-source').number);
  await hint(workflowId);

  assert.equal((await reaches(workflowId, 'CLOSED')).destiny, 'Fixed');
});

it('a pull request whose finding is gone is closed with a comment', async () => {
  const workflowId = await reported('fixed-by-hand');
  await reaches(workflowId, 'AWAITING_MERGE');
  await apply('fixed-by-hand');
  const command = { id: 'look', actor: 'barbara', why: 'fixed it by hand' };
  await client.workflow.getHandle(workflowId).executeUpdate('recheck', { args: [command] });

  assert.equal((await reaches(workflowId, 'CLOSED')).destinyReason, 'fixed-by-others');
  const { number, state } = pullFor('fixed-by-hand');
  assert.equal(state, 'closed');
  assert.match(world.gitHub.people.comments(REPOSITORY, number).join('\n'), /the finding is over/);
});

it('a bucket of a CloudFormation stack: found by the stack, fixed in its template, deployed and Fixed', async () => {
  const [bucket, path] = ['stack-made', 'stacks/payments.yaml'];
  const template = `Resources:\n  Ledger:\n    Type: AWS::S3::Bucket\n    Properties:\n      BucketName: ${bucket}\n`;
  await world.gitHub.people.commit(REPOSITORY, { files: { [path]: template } });
  const stacks = world.cloudFormation('111122223333', 'eu-west-1');
  await stacks.createStack({ StackName: 'payments', TemplateBody: template });
  const scenario = fixable(bucket, { tags: {}, reports: [versioning] });
  const workflowId = await imported(scenario, { made: true });
  await reaches(workflowId, 'AWAITING_MERGE');
  const { people } = world.gitHub;
  const pull = people.pulls(REPOSITORY).find(({ body }) => body?.includes(path));
  await people.merge(REPOSITORY, pull?.number ?? 0);
  const merged = await people.text(REPOSITORY, 'main', path);
  await stacks.updateStack({ StackName: 'payments', TemplateBody: merged });
  await hint(workflowId);

  assert.match(merged, /VersioningConfiguration:\n\s+Status: Enabled/);
  assert.equal((await reaches(workflowId, 'CLOSED')).destinyReason, 'remediated');
});

it('several findings of one block share one pull request, and one merge ends them all', async () => {
  const { people } = world.gitHub;
  const path = 'infra/replicas.tf';
  const block = `resource "aws_s3_bucket" "replica" {
  count  = 3
  bucket = "replica-\${count.index}"
}
`;
  await people.commit(REPOSITORY, { files: { [path]: block } });
  const replica = async (bucket: string) => {
    const tags = { 'closeloop:repository': REPOSITORY, 'closeloop:path': path };
    const workflowId = await imported(fixable(bucket, { tags, reports: [versioning] }));
    await reaches(workflowId, 'AWAITING_MERGE');
    return workflowId;
  };
  const first = await replica('replica-0');
  const others = await Promise.all(['replica-1', 'replica-2'].map(replica));
  const pulls = people.pulls(REPOSITORY).filter(({ body }) => body?.includes(path));
  assert.equal(pulls.length, 1);
  await people.merge(REPOSITORY, pulls[0]?.number ?? 0);
  for (const bucket of ['replica-0', 'replica-1', 'replica-2']) await apply(bucket);

  for (const workflowId of [first, ...others]) {
    await hint(workflowId);
    assert.equal((await reaches(workflowId, 'CLOSED')).destinyReason, 'remediated');
  }
});
