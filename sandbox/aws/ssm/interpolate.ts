/** Looks up a name from between double braces; throws for an unknown one. */
export type Lookup = (name: string) => unknown;

const WHOLE = /^\{\{\s*([^{}]+?)\s*\}\}$/;
const PART = /\{\{\s*([^{}]+?)\s*\}\}/g;

/** Replaces `{{ name }}` at any depth; a text that is nothing but a reference keeps the value's type. */
export function interpolate(value: unknown, lookup: Lookup): unknown {
  if (typeof value === 'string') return interpolateText(value, lookup);
  if (Array.isArray(value)) return value.map((inner: unknown) => interpolate(inner, lookup));
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([key, inner]) => [key, interpolate(inner, lookup)]);
  return Object.fromEntries(entries);
}

/** A value as runbooks write it into a text. */
export function asText(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function interpolateText(text: string, lookup: Lookup): unknown {
  const whole = WHOLE.exec(text)?.[1];
  if (whole !== undefined) return lookup(whole);
  return text.replaceAll(PART, (_match, name: string) => asText(lookup(name)));
}
