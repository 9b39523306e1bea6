/** The record: what the audit sealed of a story, and whether everybody who looks is told of what a thief made of it. */
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { KMS } from '@aws-sdk/client-kms';
import { DynamoDBDocument } from '@aws-sdk/lib-dynamodb';

import { openStore } from '../../../activities/ledger/dynamodb/store.ts';
import { rawLines } from '../../../activities/ledger/lifecycle/story-item.ts';
import { sealStories } from '../../../activities/sealing/seal-stories.ts';
import { dynamoSealWriter } from '../../../activities/sealing/seals.ts';
import { dynamoStoryChecks } from '../../../activities/sealing/story-checks.ts';
import { canonicalJson } from '../../../domain/plan.ts';
import { HUB_ACCOUNT, HUB_REGION } from '../../../sandbox/aws/gateway/principals.ts';
import type { Credentials } from '../../../sandbox/aws/gateway/principals.ts';
import type { World } from '../../../sandbox/world.ts';
import { denied } from './in-aws.ts';
import type { Move, Setting, Victim } from './setting.ts';

const TableName = 'closeloop-events';

/** The audit compares and seals this story, under its own principal, and the test copies what it sealed. */
export const auditSeals: Move = async ({ world }, victim) => {
  const { principals } = world.aws.gateway;
  const { workflowId, sealed } = victim;
  return await as(world, principals.hub('closeloop-audit'), async ({ store, kms }) => {
    const before = await linesOf(world, victim);
    const { counts } = await sealStories(
      {
        seals: dynamoSealWriter(store, kms),
        lines: async (id, limit) => await rawLines(store, id, limit),
        ids: async () => await Promise.resolve({ ids: [workflowId], after: null }),
        clock: { now: () => new Date() },
        tell: async () => await Promise.resolve(true),
      },
      1,
    );
    const head = headOf(sealed);
    for (const [sequence, line] of before) {
      if (!sealed.has(sequence)) sealed.set(sequence, { line, late: sequence < head });
    }
    return `sealed ${counts.sealed} lines, ${counts.differing} stories differ`;
  });
};

/** Changes, swaps or adds lines of the story; who may not is denied. */
export const rewritesStory: Move = async ({ world }, victim, die) => {
  const lines = [...(await linesOf(world, victim))].map(([sequence]) => sequence);
  if (lines.length === 0) return 'the story is empty';
  const { workflowId } = victim;
  const keys = world.aws.gateway.principals.hub(victim.stolen);
  const admin = world.aws.credentials(HUB_ACCOUNT);
  const read = async (sequence: string) =>
    await as(world, admin, async ({ document }) => {
      const { Item = {} } = await document.get({ TableName, Key: { workflowId, sequence } });
      return Item;
    });
  const any = () => lines[Math.floor(die.roll() * lines.length)] ?? '';
  const [one, other] = [await read(any()), await read(any())];
  const how = die.pick(['change', 'change', 'swap', 'add', 'remove']);
  const answer = await as(world, keys, async ({ document }) => {
    const put = async (Item: object) => await document.put({ TableName, Item: { ...Item } });
    if (how === 'change') return await denied(put({ ...one, text: 'nothing happened' }));
    if (how === 'swap') return await denied(put({ ...other, sequence: one['sequence'] }));
    const { sequence } = one;
    if (how === 'add') return await denied(put({ ...one, sequence: `${String(sequence)}~0` }));
    return await denied(document.delete({ TableName, Key: { workflowId, sequence } }));
  });
  return `${how}: ${answer}`;
};

/** What nobody would notice of the thief's work on sealed lines, or would be told though it is not so. */
export async function unnoticed(
  { world, judge }: Setting,
  victim: Victim,
): Promise<readonly string[]> {
  const { workflowId, sealed } = victim;
  if (sealed.size === 0) return [];
  const now = await linesOf(world, victim);
  const console = world.aws.gateway.principals.hub('closeloop-console');
  const check = await as(
    world,
    console,
    async ({ store, kms }) => await dynamoStoryChecks(store, kms).check(workflowId),
  );
  // Seals that nobody can believe are noticed, whatever they say.
  if ('broken' in check) return [];
  const told = check.comparison.differences.map(({ kind, sequence }) => `${kind} ${sequence}`);
  const done = wasDone(sealed, now);
  for (const one of done) {
    if (!victim.noticed.has(one) && told.includes(one)) judge.traced.noticed += 1;
    victim.noticed.add(one);
  }
  return [
    ...done.filter((one) => !told.includes(one)).map((one) => `nobody notices: ${one}`),
    ...told.filter((one) => !done.includes(one)).map((one) => `it is not so: ${one}`),
  ];
}

/** In the words of a difference: what was done to the copy. */
function wasDone(sealed: Victim['sealed'], now: ReadonlyMap<string, string>): readonly string[] {
  const touched = [...sealed].flatMap(([sequence, { line, late }]) => {
    const is = now.get(sequence);
    if (is === undefined) return [`removed ${sequence}`];
    if (is !== line) return [`changed ${sequence}`];
    return late ? [`added ${sequence}`] : [];
  });
  const head = headOf(sealed);
  const added = [...now.keys()].filter((one) => one < head && !sealed.has(one));
  return [...touched, ...added.map((sequence) => `added ${sequence}`)];
}

function headOf(sealed: Victim['sealed']): string {
  return [...sealed.keys()].toSorted().at(-1) ?? '';
}

/** Key → stored line, as an administrator reads it. */
async function linesOf(world: World, { workflowId }: Victim): Promise<ReadonlyMap<string, string>> {
  const admin = world.aws.credentials(HUB_ACCOUNT);
  return await as(world, admin, async ({ document }) => {
    const { Items = [] } = await document.query({
      TableName,
      KeyConditionExpression: 'workflowId = :id AND #sequence BETWEEN :from AND :to',
      ExpressionAttributeNames: { '#sequence': 'sequence' },
      ExpressionAttributeValues: { ':id': workflowId, ':from': '0', ':to': ':' },
      ConsistentRead: true,
    });
    return new Map(Items.map((item) => [String(item['sequence']), canonicalJson(item)]));
  });
}

interface Clients {
  readonly document: DynamoDBDocument;
  readonly store: ReturnType<typeof openStore>;
  readonly kms: KMS;
}

async function as<T>(
  { aws }: World,
  credentials: Credentials,
  work: (clients: Clients) => Promise<T>,
): Promise<T> {
  const config = { endpoint: aws.url, region: HUB_REGION, credentials, maxAttempts: 1 };
  const dynamo = new DynamoDBClient(config);
  const kms = new KMS(config);
  try {
    const store = openStore(dynamo, 'closeloop');
    return await work({ document: DynamoDBDocument.from(dynamo), store, kms });
  } finally {
    dynamo.destroy();
    kms.destroy();
  }
}
