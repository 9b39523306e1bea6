import { z } from 'zod';

/**
 * Tags as a list of `{Key, Value}` or as a map, as products send them. A key that appears twice with different
 * values is left out, and so is everything that is no text: tags of an event only route notifications.
 */
export function readTags(value: unknown): ReadonlyMap<string, string> {
  const tags = new Map<string, string>();
  const doubtful = new Set<string>();
  for (const [key, text] of pairs(value)) {
    if (tags.has(key) && tags.get(key) !== text) doubtful.add(key);
    tags.set(key, text);
  }
  return new Map([...tags].filter(([key]) => !doubtful.has(key)));
}

function pairs(value: unknown): readonly (readonly [string, string])[] {
  if (Array.isArray(value)) return value.flatMap(pair);
  const map = record.safeParse(value);
  if (!map.success) return [];
  return Object.entries(map.data).flatMap(([key, text]) =>
    typeof text === 'string' ? [[key.toWellFormed(), text.toWellFormed()] as const] : [],
  );
}

function pair(item: unknown): readonly (readonly [string, string])[] {
  const upper = z.object({ Key: z.string(), Value: z.string() }).safeParse(item);
  if (upper.success) return [[upper.data.Key.toWellFormed(), upper.data.Value.toWellFormed()]];
  const lower = z.object({ key: z.string(), value: z.string() }).safeParse(item);
  return lower.success ? [[lower.data.key.toWellFormed(), lower.data.value.toWellFormed()]] : [];
}

// A map whose own `__proto__` key zod leaves out; nothing here is ever assigned by key.
const record = z.record(z.string(), z.unknown());
