/** What people merged, as examples for a model: in `<prefix>-caps`, one item a control, organisation and language. */
import { z } from 'zod';

import type { FixPlace } from '../../../domain/code-fix.ts';
import { addedLines } from '../../../domain/source-row.ts';
import { fixId } from '../../code/fix-key.ts';
import { languageOf } from '../../code/validate/languages.ts';
import { asked } from '../dynamodb/failure.ts';
import { ITEM_SCHEMA, readItem, versioned } from '../dynamodb/read-item.ts';
import type { Store } from '../dynamodb/store.ts';

export interface MergedFixes {
  /** Lines that merged fixes of the same control in the same organisation added, newest first; none of this place. */
  like(place: FixPlace): Promise<readonly string[]>;
  /** People merged this diff as Closeloop wrote it. Repeated, it changes nothing. */
  keep(place: FixPlace, diff: string): Promise<void>;
}

const mergedShape = z.object({
  ...versioned,
  fixes: z.array(z.object({ fix: z.string(), lines: z.string() })),
});

/** As many as are shown, and one that may be of the place itself. */
const MOST_KEPT = 3;
const MOST_SHOWN = 2;
/** In characters; what is longer is no short example. */
const LONGEST = 2_000;

export function dynamoMergedFixes(store: Store): MergedFixes {
  return {
    like: async (place) => {
      const known = await kept(store, place);
      const others = known.filter(({ fix }) => fix !== fixId(place));
      return others.slice(0, MOST_SHOWN).map(({ lines }) => lines);
    },
    keep: async (place, diff) => await keep(store, place, diff),
  };
}

/** Null where nobody knows what language the file is in. */
function keyOf({ control, repository, path }: FixPlace): { readonly counter: string } | null {
  const language = languageOf(path, '')?.name ?? null;
  const organisation = repository.split('/')[0]?.toLowerCase() ?? '';
  return language === null ? null : { counter: `merged#${control}#${organisation}#${language}` };
}

async function kept({ client, tables }: Store, place: FixPlace) {
  const Key = keyOf(place);
  if (Key === null) return [];
  const get = client.get({ TableName: tables.caps, Key });
  const { Item } = await asked(`reading ${Key.counter} from ${tables.caps}`, get);
  return Item === undefined ? [] : readItem(mergedShape, Item, Key.counter).fixes;
}

/**
 * Only what the fix added: the validator looked for secrets there, and nothing else of one file is shown with another.
 * Of two merges in the same moment one may be missing: it was an example.
 */
async function keep(store: Store, place: FixPlace, diff: string): Promise<void> {
  const Key = keyOf(place);
  const lines = addedLines(diff).join('\n');
  if (Key === null || lines === '' || lines.length > LONGEST) return;
  const fix = fixId(place);
  const others = (await kept(store, place)).filter((one) => one.fix !== fix);
  const { client, tables } = store;
  const update = client.update({
    TableName: tables.caps,
    Key,
    UpdateExpression: 'SET #schema = :schema, #fixes = :fixes',
    ExpressionAttributeNames: { '#schema': 'schema', '#fixes': 'fixes' },
    ExpressionAttributeValues: {
      ':schema': ITEM_SCHEMA,
      ':fixes': [{ fix, lines }, ...others].slice(0, MOST_KEPT),
    },
  });
  await asked(`writing ${Key.counter} to ${tables.caps}`, update);
}
