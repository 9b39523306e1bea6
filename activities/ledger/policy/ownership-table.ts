import { z } from 'zod';

import type { OwnershipTable } from '../../../policies/ownership.ts';
import { parsePattern } from '../../../policies/tag-pattern.ts';
import { asked, failure, isConditionFailed } from '../dynamodb/failure.ts';
import { ITEM_SCHEMA, readItem, versioned } from '../dynamodb/read-item.ts';
import { text } from '../dynamodb/shapes.ts';
import { allPages } from '../dynamodb/store.ts';
import type { Item, Store } from '../dynamodb/store.ts';

const kindShape = z.object({ entry: z.string().regex(/^(default$|team#|pattern#)/) });
const defaultShape = z.object({
  ...versioned,
  team: text,
  securityLead: text.exactOptional(),
  securityLeads: z.array(text).exactOptional(),
});
const teamShape = z.object({
  ...versioned,
  team: text,
  members: z.array(z.string()),
  channels: z.array(z.string()),
  lead: z.string().exactOptional(),
});
// The text of a pattern is not judged here: a malformed one is reported by `doctor` and matches nothing.
const patternShape = z.object({ ...versioned, pattern: z.string(), team: z.string() });

/** See `PolicyTables.ownership`. */
export async function readOwnership(store: Store): Promise<OwnershipTable> {
  const { client, tables } = store;
  const { ownership: TableName } = tables;
  const scan = async (ExclusiveStartKey: Item | undefined) =>
    await client.scan({ TableName, ConsistentRead: true, ExclusiveStartKey });
  const items = await asked(`reading all of ${TableName}`, allPages(scan));
  const rows = items.map((item) => ({ item, entry: entryOf(item, TableName) }));
  const of = <T>(kind: string, shape: z.ZodType<T>) =>
    rows
      .filter(({ entry }) => entry.startsWith(kind))
      .map(({ item, entry }) => readItem(shape, item, `Row ${entry} of ${TableName}`));
  const [defaultRow] = of('default', defaultShape);
  if (defaultRow === undefined) throw noDefault(TableName);
  return {
    defaultTeam: defaultRow.team,
    ...leadsOf(defaultRow),
    teams: of('team#', teamShape).map(({ schema: _schema, team: slug, ...team }) => ({
      slug,
      ...team,
    })),
    patterns: of('pattern#', patternShape).map(({ pattern, team }) => ({ pattern, team })),
  };
}

function leadsOf({
  securityLead,
  securityLeads,
}: Pick<OwnershipTable, 'securityLead' | 'securityLeads'>): Pick<
  OwnershipTable,
  'securityLead' | 'securityLeads'
> {
  return {
    ...(securityLead === undefined ? {} : { securityLead }),
    ...(securityLeads === undefined ? {} : { securityLeads }),
  };
}

/** See `PolicyTables.seedOwnership`. */
export async function seedOwnership(store: Store, seed: OwnershipTable): Promise<number> {
  const rows: readonly (Item & { readonly entry: string })[] = [
    ...seed.teams.map(({ slug, ...team }) => ({ entry: `team#${slug}`, team: slug, ...team })),
    ...seed.patterns.map((row) => ({ entry: `pattern#${canonical(row.pattern)}`, ...row })),
    // Last: a table without it is not read, so nobody sees half of a first seeding.
    {
      entry: 'default',
      team: seed.defaultTeam,
      ...leadsOf(seed),
    },
  ];
  let added = 0;
  for (const row of rows) if (await putMissing(store, row)) added += 1;
  return added;
}

async function putMissing(
  { client, tables }: Store,
  row: Item & { readonly entry: string },
): Promise<boolean> {
  const put = client.put({
    TableName: tables.ownership,
    Item: { schema: ITEM_SCHEMA, ...row },
    ConditionExpression: 'attribute_not_exists(entry)',
  });
  try {
    await asked(`seeding ${row.entry} in ${tables.ownership}`, put);
    return true;
  } catch (error) {
    if (isConditionFailed(error)) return false;
    throw error;
  }
}

/** Equal patterns have one key, however they are written. */
function canonical(pattern: string): string {
  const parsed = parsePattern(pattern);
  if (typeof parsed !== 'string') return parsed.canonical;
  throw failure('InvalidInput', `The pattern "${pattern}" cannot be seeded: ${parsed}.`);
}

function entryOf(item: Item, table: string): string {
  return readItem(kindShape, item, `Row ${String(item['entry'])} of ${table}`).entry;
}

function noDefault(table: string): Error {
  return failure(
    'ConfigurationError',
    `Table ${table} has no default team: findings that nobody owns would reach nobody. Start the orchestrator worker, which seeds it from ownership.yaml.`,
  );
}
