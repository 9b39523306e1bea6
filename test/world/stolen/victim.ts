/** A finding of its own for each sequence. */
import { DynamoDB } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocument } from '@aws-sdk/lib-dynamodb';

import type { Severity } from '../../../domain/finding.ts';
import { HUB_ACCOUNT, HUB_REGION } from '../../../sandbox/aws/gateway/principals.ts';
import type { HubPrincipal } from '../../../sandbox/aws/gateway/principals.ts';
import { importFindings, seedResources } from '../../../sandbox/demo/seed.ts';
import type { Dice } from '../../model/dice.ts';
import { fixable } from '../scenario.ts';
import { until } from '../until.ts';
import type { Case } from './as-it-is.ts';
import type { Setting, Victim } from './setting.ts';

interface Wanted {
  readonly die: Dice;
  readonly stolen: HubPrincipal;
  /** Absent: any, of any control. */
  readonly severity?: Severity;
  /** With a severity; absent: a public bucket. */
  readonly control?: Case['control'];
}

/** Makes a bucket that is not right and imports its finding; its lifecycle has been started then. */
export async function makeVictim(
  { world }: Setting,
  bucket: string,
  { die, stolen, severity: given, control: wanted }: Wanted,
): Promise<Victim> {
  const chosen =
    given === undefined && die.chance(0.4) ? 'S3.MissingVersioning' : 'S3.PublicAccess';
  const control = wanted ?? chosen;
  const severity = given ?? (die.chance(0.5) ? 'CRITICAL' : die.pick(['LOW', 'MEDIUM', 'HIGH']));
  const id = control === 'S3.PublicAccess' ? 'S3.8' : 'S3.14';
  const reports = [{ by: 'security-hub', id, title: control, severity }] as const;
  const scenario = fixable(bucket, { reports });
  await seedResources(world, [scenario]);
  const [seeded] = await importFindings(world, [scenario]);
  const { Id = '', ProductArn = '' } = seeded?.findings[0] ?? {};
  if (seeded === undefined) throw new Error(`${bucket} has no finding`);
  const row = async () =>
    (await world.ledger.lifecycles()).find(({ problem }) => problem.resource.name === bucket);
  await until(async () => (await row()) !== undefined);
  const { workflowId = '' } = (await row()) ?? {};
  const { account, region } = scenario;
  const place = { bucket, account, region, control, workflowId } as const;
  const finding = { id: Id, productArn: ProductArn };
  return {
    ...place,
    severity,
    seeded,
    finding,
    stolen,
    runs: [],
    sealed: new Map(),
    noticed: new Set(),
    putBack: [],
  };
}

/** As if nothing used receipts up: their uses are deleted, which nobody but an administrator can. */
export async function forgetReceipts({ world }: Setting, { workflowId }: Victim): Promise<void> {
  const admin = administrator(world);
  const TableName = 'closeloop-executions';
  const { Items = [] } = await admin.query({
    TableName,
    KeyConditionExpression: 'workflowId = :id',
    ExpressionAttributeValues: { ':id': workflowId },
  });
  const uses = Items.filter(({ item }) => /^(receipt|proof)#/.test(String(item)));
  for (const { item } of uses) await admin.delete({ TableName, Key: { workflowId, item } });
  admin.destroy();
}

export async function forgetException({ world }: Setting, control: string, id: string) {
  const admin = administrator(world);
  await admin.delete({ TableName: 'closeloop-exceptions', Key: { control, id } });
  admin.destroy();
}

function administrator({ aws }: Setting['world']): DynamoDBDocument {
  const credentials = aws.credentials(HUB_ACCOUNT);
  return DynamoDBDocument.from(
    new DynamoDB({ endpoint: aws.url, region: HUB_REGION, credentials }),
  );
}
