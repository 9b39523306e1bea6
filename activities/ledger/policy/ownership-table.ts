import { z } from 'zod';

import type { OwnershipTable } from '../../../policies/ownership.ts';
import { parsePattern } from '../../../policies/tag-pattern.ts';
import { failure } from '../../aws/failures.ts';
import { isNew, putIf } from '../dynamodb/items.ts';
import { scan } from '../dynamodb/queries.ts';
import { ITEM_SCHEMA, itemName, readItem, versioned } from '../dynamodb/read-item.ts';
import { text } from '../dynamodb/shapes.ts';
import type { Store } from '../dynamodb/store.ts';

const entryShape = z.looseObject({ entry: z.string().regex(/^(default$|team#|pattern#)/) });
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
  const items = await scan(store, 'ownership', entryShape);
  const of = <T>(kind: string, shape: z.ZodType<T>) =>
    items
      .filter(({ entry }) => entry.startsWith(kind))
      .map((item) => readItem(shape, item, itemName(store, 'ownership', item)));
  const [defaultRow] = of('default', defaultShape);
  if (defaultRow === undefined) throw noDefault(store.tables.ownership);
  const { schema: _schema, team: defaultTeam, ...leads } = defaultRow;
  return {
    defaultTeam,
    ...leads,
    teams: of('team#', teamShape).map(({ schema: _row, team: slug, ...team }) => ({
      slug,
      ...team,
    })),
    patterns: of('pattern#', patternShape).map(({ pattern, team }) => ({ pattern, team })),
  };
}

/** See `PolicyTables.seedOwnership`. */
export async function seedOwnership(
  store: Store,
  { defaultTeam, teams, patterns, ...leads }: OwnershipTable,
): Promise<number> {
  const rows = [
    ...teams.map(({ slug, ...team }) => ({ entry: `team#${slug}`, team: slug, ...team })),
    ...patterns.map((row) => ({ entry: `pattern#${canonical(row.pattern)}`, ...row })),
    // Last: a table without it is refused, so nobody reads half of a first load.
    { entry: 'default', team: defaultTeam, ...leads },
  ];
  let added = 0;
  for (const row of rows) {
    const item = { schema: ITEM_SCHEMA, ...row };
    if (await putIf(store, 'ownership', item, isNew('ownership'))) added += 1;
  }
  return added;
}

/** Equal patterns have one key, however they are written. */
function canonical(pattern: string): string {
  const parsed = parsePattern(pattern);
  if (typeof parsed !== 'string') return parsed.canonical;
  throw failure('InvalidInput', `The pattern "${pattern}" cannot be stored: ${parsed}.`);
}

function noDefault(table: string): Error {
  return failure(
    'ConfigurationError',
    `Table ${table} has no default team, so a finding without an owner would reach nobody. Start the orchestrator worker, which loads one from ownership.yaml.`,
  );
}
