/** What was made of the texts that were used last. */
export interface Recent<V> {
  readonly get: (text: string) => V | undefined;
  readonly put: (text: string, value: V) => void;
}

/**
 * Keeps values by the whole text that they were made of, never by a hash: two texts are never taken for each other. Up to
 * `most` characters of text in all, and always the last one; `drop` frees what is not kept any more.
 */
export function keepRecent<V>(most: number, drop: (value: V) => void = () => undefined): Recent<V> {
  // A Map knows the order in which its keys came.
  const kept = new Map<string, V>();
  let size = 0;
  const remove = (text: string, value: V) => {
    kept.delete(text);
    size -= text.length;
    drop(value);
  };
  return {
    get: (text) => {
      const value = kept.get(text);
      if (value === undefined) return undefined;
      kept.delete(text);
      kept.set(text, value);
      return value;
    },
    put: (text, value) => {
      const old = kept.get(text);
      if (old !== undefined) remove(text, old);
      kept.set(text, value);
      size += text.length;
      for (const [first, its] of kept) {
        if (size <= most || first === text) break;
        remove(first, its);
      }
    },
  };
}
