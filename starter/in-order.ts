/**
 * Runs `work` on every item, at most `most` at once, and answers in the order of the items. Items with the same
 * key run one after the other, so that the later of two reports of one finding wins. `work` must not throw.
 */
export async function inOrder<Item, Result>(
  items: readonly Item[],
  { most, keyOf }: { readonly most: number; readonly keyOf: (item: Item) => string },
  work: (item: Item, index: number) => Promise<Result>,
): Promise<readonly Result[]> {
  const groups = Map.groupBy(items.entries(), ([, item]) => keyOf(item));
  const waiting = [...groups.values()];
  const results = new Map<number, Result>();
  const lane = async () => {
    for (let group = waiting.shift(); group !== undefined; group = waiting.shift()) {
      for (const [index, item] of group) results.set(index, await work(item, index));
    }
  };
  await Promise.all(Array.from({ length: Math.min(most, waiting.length) }, lane));
  return [...results].sort(([a], [b]) => a - b).map(([, result]) => result);
}
