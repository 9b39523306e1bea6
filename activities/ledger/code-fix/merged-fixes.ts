/** Merged fixes as examples for a model: in `<prefix>-caps`, one item a control, organisation and language. */
import { z } from 'zod';

import type { FixPlace } from '../../../domain/code-fix.ts';
import { addedLines } from '../../../domain/source-row.ts';
import { fixId } from '../../code/fix-key.ts';
import { languageOf } from '../../code/validate/language-of.ts';
import { assignments, get, updateIf } from '../dynamodb/items.ts';
import { ITEM_SCHEMA, versioned } from '../dynamodb/read-item.ts';
import type { Store } from '../dynamodb/store.ts';

export interface MergedFixes {
  /** Lines that merged fixes of the same control in the same organisation added, newest first; none of this place. */
  like(place: FixPlace): Promise<readonly string[]>;
  /** People merged this diff as Closeloop wrote it. Repeated, it changes nothing. */
  keep(place: FixPlace, diff: string): Promise<void>;
}

/** One more than a model is shown, because one may be of the place itself. */
const MOST_KEPT = 3;
const MOST_SHOWN = 2;
/** In characters; what is longer is no short example. */
const LONGEST = 2_000;

/** Failures as in `ledger.ts`. */
export function dynamoMergedFixes(store: Store): MergedFixes {
  return {
    async like(place) {
      const others = await othersLike(store, keyOf(place), place);
      return others.slice(0, MOST_SHOWN).map(({ lines }) => lines);
    },
    /**
     * Keeps only what the fix added, because only there the validator looked for secrets. Of two merges in the
     * same moment one may be lost: it was an example.
     */
    async keep(place, diff) {
      const key = keyOf(place);
      const lines = addedLines(diff).join('\n');
      if (key === null || lines === '' || lines.length > LONGEST) return;
      const others = await othersLike(store, key, place);
      const fixes = [{ fix: fixId(place), lines }, ...others].slice(0, MOST_KEPT);
      const values = { schema: ITEM_SCHEMA, fixes };
      await updateIf(store, 'caps', key, { update: `SET ${assignments(values)}`, values });
    },
  };
}

const mergedShape = z.object({
  ...versioned,
  fixes: z.array(z.object({ fix: z.string(), lines: z.string() })),
});

type Key = { readonly counter: string } | null;

/** Null where the file's language is unknown. */
function keyOf({ control, repository, path }: FixPlace): Key {
  const language = languageOf(path, '')?.name ?? null;
  const organisation = repository.split('/')[0]?.toLowerCase() ?? '';
  return language === null ? null : { counter: `merged#${control}#${organisation}#${language}` };
}

async function othersLike(store: Store, key: Key, place: FixPlace) {
  if (key === null) return [];
  const item = await get(store, 'caps', key, mergedShape);
  return (item?.fixes ?? []).filter(({ fix }) => fix !== fixId(place));
}
