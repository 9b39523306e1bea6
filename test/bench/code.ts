/** The fix in code on the whole sandbox: what one life costs, and how many a second pass from import to Fixed. */
import { rm } from 'node:fs/promises';

import { Client, Connection } from '@temporalio/client';

import type { Scenario } from '../../sandbox/demo/scenario.ts';
import { startWorld } from '../../sandbox/world.ts';
import type { World } from '../../sandbox/world.ts';
import { actions } from '../workflows/actions.ts';
import * as inCode from '../world/in-code.ts';
import { rounded } from './figure.ts';
import type { Figure } from './figure.ts';

const COUNT = 12;
const BATCH = Array.from({ length: COUNT }, (_, n) => `bench-code-${n}`);
const REMEDIATION = `types:
  S3.MissingVersioning: { automated: true, mode: enforce, path: code, approval_from: never }
  S3.PublicAccess: { automated: true, mode: enforce, path: both, approval_from: never }
`;
const PUBLIC = {
  by: 'security-hub',
  id: 'S3.8',
  title: 'S3 general purpose buckets should block public access',
  severity: 'HIGH',
} as const;
/** The wait before a check, seconds: the first look at a pull request comes after as many, but two at least. */
const SETTLE_SECONDS = 20;

export async function codeFigures(): Promise<readonly Figure[]> {
  const policiesDir = await inCode.policiesWith({
    'remediation.yaml': REMEDIATION,
    'repositories.yaml': `repositories:\n  ${inCode.REPOSITORY}:\n    accounts: ['111122223333']\n    max_open: 100\n    control_writes: false\n`,
  });
  const world = await startWorld({
    say: () => {},
    settleSeconds: SETTLE_SECONDS,
    policiesDir,
    webhook: true,
  });
  const files = Object.fromEntries(['bench-code', 'bench-both', ...BATCH].map(source));
  await world.gitHub.addRepository({ name: inCode.REPOSITORY, files });
  try {
    return await measured(world);
  } finally {
    await world.stop();
    await rm(policiesDir, { recursive: true, force: true });
  }
}

async function measured(world: World): Promise<readonly Figure[]> {
  const [code, both] = await Promise.all([
    billed(world, 'bench-code', {}),
    billed(world, 'bench-both', { reports: [PUBLIC] }),
  ]);
  const rate = await proposalsPerSecond(world);
  return [
    { name: 'actions.code_one_attempt', value: code, unit: 'actions', against: 'at most 13' },
    { name: 'actions.both', value: both, unit: 'actions', against: 'at most 17' },
    {
      name: 'throughput.code_per_s',
      value: rounded(rate),
      unit: 'findings/s',
      against: `${COUNT} at once, import to open pull request, everything on this machine`,
    },
  ];
}

/** Merged before the first look is due, told by the webhook; the actions of the whole life. */
async function billed(world: World, bucket: string, changes: Partial<Scenario>): Promise<number> {
  const workflowId = await inCode.reported(world, bucket, { tags: inFile(bucket), changes });
  await inCode.reaches(world, workflowId, 'AWAITING_MERGE', 60_000);
  await inCode.applied(world, bucket);
  await world.gitHub.people.merge(inCode.REPOSITORY, inCode.pullFor(world, bucket).number);
  await inCode.reaches(world, workflowId, 'CLOSED', 90_000);
  const connection = await Connection.connect({ address: world.temporal.address });
  const client = new Client({ connection, namespace: world.temporal.namespace });
  const handle = client.workflow.getHandle(workflowId);
  await handle.result();
  const history = await handle.fetchHistory();
  await connection.close();
  return actions(history);
}

/** What a machine does: the merge is people's. */
async function proposalsPerSecond(world: World): Promise<number> {
  const since = performance.now();
  const tags = BATCH.map((bucket) => [bucket, inFile(bucket)] as const);
  const ids = await Promise.all(
    tags.map(([bucket, named]) => inCode.reported(world, bucket, { tags: named })),
  );
  await Promise.all(ids.map((id) => inCode.reaches(world, id, 'AWAITING_MERGE', 120_000)));
  return (COUNT * 1000) / (performance.now() - since);
}

function inFile(bucket: string): Readonly<Record<string, string>> {
  return { 'closeloop:path': `infra/${bucket}.tf` };
}

function source(bucket: string): readonly [string, string] {
  const block = `resource "aws_s3_bucket" "${bucket}" {\n  bucket = "${bucket}"\n}\n`;
  return [`infra/${bucket}.tf`, block];
}
