/** All values at a dotted path; arrays on the way, and at the end, are searched through. */
export function valuesAt(value: unknown, path: string): readonly unknown[] {
  let values: readonly unknown[] = [value];
  for (const step of path.split('.')) {
    values = values.flat().flatMap((inner) => child(inner, step));
  }
  return values.flat();
}

function child(value: unknown, name: string): readonly unknown[] {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return [];
  const found: unknown = Reflect.get(value, name);
  return found === undefined || found === null ? [] : [found];
}
