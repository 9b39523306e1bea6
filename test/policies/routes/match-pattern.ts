/**
 * The part of EventBridge's matching that our patterns use, for the proof that no finding falls through: values,
 * `anything-but`, `exists: false`, `$or`; a list in the event matches when one element does.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html
 */
export function matchesPattern(pattern: unknown, event: unknown): boolean {
  if (Array.isArray(event)) return event.some((element) => matchesPattern(pattern, element));
  return Object.entries(record(pattern)).every(([key, wanted]) => {
    if (key === '$or') return list(wanted).some((part) => matchesPattern(part, event));
    const value: unknown = record(event)[key];
    return Array.isArray(wanted)
      ? matchesField(wanted, value)
      : matchesPattern(wanted, value ?? {});
  });
}

function matchesField(wanted: readonly unknown[], value: unknown): boolean {
  return wanted.some((one) => {
    if (typeof one !== 'object' || one === null) return value === one;
    const rule = record(one);
    if ('exists' in rule) return (value !== undefined) === rule['exists'];
    return value !== undefined && !list(rule['anything-but']).includes(value);
  });
}

function record(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}

function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
