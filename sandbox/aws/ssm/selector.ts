/**
 * The part of JSONPath that runbooks' selectors use: `$.A.B[0].C` and `['name']`. Undefined when nothing is there;
 * throws for other syntax.
 */
export function select(value: unknown, selector: string): unknown {
  return parseSelector(selector).reduce<unknown>(
    (inner, name) =>
      typeof inner === 'object' && inner !== null && Object.hasOwn(inner, name)
        ? Reflect.get(inner, name)
        : undefined,
    value,
  );
}

const STEP = /\.([A-Za-z_][\w-]*)|\[(\d+)\]|\['([^']+)'\]|\["([^"]+)"\]/g;

/** The name or index of each step. */
function parseSelector(selector: string): readonly string[] {
  const text = selector.trim();
  if (!text.startsWith('$') || text.slice(1).replaceAll(STEP, '') !== '')
    throw new Error(`the sandbox does not understand the selector ${selector}`);
  return [...text.matchAll(STEP)].map((match) => match.slice(1).find((name) => name) ?? '');
}
