/** Findings whose source is in the sandbox's GitHub: what tests of the fix in code do and look at. */
import assert from 'node:assert/strict';
import { cp, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

import { DynamoDBClient } from '@aws-sdk/client-dynamodb';

import { dynamoAttempts } from '../../activities/ledger/code-fix/attempts.ts';
import type { RememberedAttempt } from '../../activities/ledger/code-fix/attempts.ts';
import { dynamoMergedFixes } from '../../activities/ledger/code-fix/merged-fixes.ts';
import { openStore } from '../../activities/ledger/dynamodb/store.ts';
import type { Lifecycle } from '../../activities/ledger/ledger.ts';
import { HUB_ACCOUNT, HUB_REGION } from '../../sandbox/aws/gateway/principals.ts';
import type { Report, Scenario } from '../../sandbox/demo/scenario.ts';
import { importFindings, seedResources } from '../../sandbox/demo/seed.ts';
import type { World } from '../../sandbox/world.ts';
import { fixable } from './scenario.ts';
import { seen } from './until.ts';

export const REPOSITORY = 'acme/payments-infra';
const SANDBOX_POLICIES = fileURLToPath(new URL('../../sandbox/policies', import.meta.url));

export const VERSIONING: Report = {
  by: 'security-hub',
  id: 'S3.14',
  title: 'S3 general purpose buckets should have versioning enabled',
  severity: 'MEDIUM',
};

/** A folder with the sandbox's policies, and these files in place of its own. */
export async function policiesWith(files: Readonly<Record<string, string>>): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'closeloop-policies-'));
  await cp(SANDBOX_POLICIES, folder, { recursive: true });
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
  return folder;
}

export interface Reported {
  /** Before the block of the bucket. */
  readonly remark?: string;
  /** Where they name a file, none is committed. */
  readonly tags?: Readonly<Record<string, string>>;
  readonly changes?: Partial<Scenario>;
}

/** A bucket whose tags name its file, and the finding about it; answers the workflow id. */
export async function reported(
  world: World,
  bucket: string,
  { remark = '', tags = {}, changes = {} }: Reported = {},
): Promise<string> {
  const path = `infra/${bucket}.tf`;
  const block = bucket.replaceAll('-', '_');
  const source = `${remark}resource "aws_s3_bucket" "${block}" {\n  bucket = "${bucket}"\n}\n`;
  if (!('closeloop:path' in tags))
    await world.gitHub.people.commit(REPOSITORY, { files: { [path]: source } });
  const all = {
    Team: 'payments',
    Environment: 'production',
    'closeloop:repository': REPOSITORY,
    'closeloop:path': path,
    ...tags,
  };
  return await imported(world, fixable(bucket, { tags: all, reports: [VERSIONING], ...changes }));
}

/** Its workflow id. */
export async function imported(world: World, scenario: Scenario): Promise<string> {
  await seedResources(world, [scenario]);
  const [seeded] = await importFindings(world, [scenario]);
  const [finding] = seeded?.findings ?? [];
  const ref = { id: finding?.Id ?? '', productArn: finding?.ProductArn ?? '' };
  return await seen(
    async () => Object.keys((await world.ledger.knownFinding(ref))?.problems ?? {})[0],
    async () => `no lifecycle for ${scenario.bucket}`,
  );
}

export async function reaches(
  world: World,
  workflowId: string,
  phase: string,
  limitMs = 90_000,
): Promise<Lifecycle> {
  let last: Lifecycle | null = null;
  for (const end = Date.now() + limitMs; Date.now() < end; await setTimeout(100)) {
    last = await world.ledger.lifecycle(workflowId);
    if (last?.phase === phase && (phase !== 'CLOSED' || last.closedAt !== null)) return last;
  }
  assert.fail(`${workflowId} is in ${last?.phase} (${last?.reason}) instead of ${phase}`);
}

/** What the ledger keeps of the attempts, as the console reads it. */
export async function attemptsOf(
  world: World,
  workflowId: string,
): Promise<readonly RememberedAttempt[]> {
  return await inLedger(world, (client) =>
    dynamoAttempts(openStore(client, 'closeloop')).attempts(workflowId),
  );
}

/** What a model is shown of merged fixes for another bucket's file. */
export async function examplesFor(world: World, path: string): Promise<readonly string[]> {
  const place = { repository: REPOSITORY, path, block: 'aws_s3_bucket.another' };
  const fix = { ...place, control: 'S3.MissingVersioning' };
  return await inLedger(world, (client) =>
    dynamoMergedFixes(openStore(client, 'closeloop')).like(fix),
  );
}

async function inLedger<T>(world: World, ask: (client: DynamoDBClient) => Promise<T>): Promise<T> {
  const credentials = world.aws.credentials(HUB_ACCOUNT);
  const client = new DynamoDBClient({ endpoint: world.aws.url, region: HUB_REGION, credentials });
  try {
    return await ask(client);
  } finally {
    client.destroy();
  }
}

export interface PullFor {
  readonly number: number;
  readonly state: string;
  readonly body: string;
  /** Its branch. */
  readonly head: string;
}

/** Pull requests about the bucket's file, whoever opened them. */
export function pullsFor({ gitHub }: World, bucket: string): readonly PullFor[] {
  const pulls = gitHub.people.pulls(REPOSITORY);
  return pulls
    .filter(({ body }) => body?.includes(`infra/${bucket}.tf`))
    .map(({ number, state, body, head }) => ({ number, state, body: body ?? '', head: head.ref }));
}

export function pullFor(world: World, bucket: string): PullFor {
  const [pull] = pullsFor(world, bucket);
  assert.ok(pull, `no pull request for ${bucket}`);
  return pull;
}

/** What whoever applies the merged code does. */
export async function applied(world: World, bucket: string): Promise<void> {
  const s3 = world.s3('111122223333', 'eu-west-1');
  const VersioningConfiguration = { Status: 'Enabled' } as const;
  await s3.putBucketVersioning({ Bucket: bucket, VersioningConfiguration });
}

/** What the first finding of a lifecycle shows in Security Hub. */
export async function userDefinedFields(
  world: World,
  workflowId: string,
): Promise<Readonly<Record<string, string>>> {
  const [finding] = (await world.ledger.lifecycle(workflowId))?.findings ?? [];
  const Filters = { Id: [{ Value: finding?.id ?? '', Comparison: 'EQUALS' as const }] };
  const { Findings } = await world.securityHub(HUB_ACCOUNT, HUB_REGION).getFindings({ Filters });
  return Findings?.[0]?.UserDefinedFields ?? {};
}
