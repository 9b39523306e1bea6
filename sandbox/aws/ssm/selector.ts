/**
 * The part of JSONPath that runbooks' selectors use: `$.A.B[0].C`, `['name']`, `[*]` and
 * `[?(@.name == 'text')]`. Undefined when nothing is there; throws for other syntax.
 */
export function select(value: unknown, selector: string): unknown {
  const steps = parseSelector(selector);
  const many = steps.some((step) => step.kind !== 'child');
  let found: readonly unknown[] = [value];
  for (const step of steps) found = found.flatMap((inner) => follow(inner, step));
  return many ? found : found[0];
}

type PathStep =
  | { readonly kind: 'child'; readonly name: string }
  | { readonly kind: 'all' }
  | { readonly kind: 'where'; readonly name: string; readonly equals: string };

const TOKEN =
  /^(?:\.([A-Za-z_][\w-]*)|\[(\d+)\]|\['([^']+)'\]|\["([^"]+)"\]|(\.\*|\[\*\])|\[\?\(@\.([\w.]+)\s*==\s*['"]([^'"]*)['"]\)\])/;

function parseSelector(selector: string): readonly PathStep[] {
  const steps: PathStep[] = [];
  let rest = selector.trim();
  if (!rest.startsWith('$')) throw unsupported(selector);
  rest = rest.slice(1);
  while (rest !== '') {
    const match = TOKEN.exec(rest);
    if (!match) throw unsupported(selector);
    steps.push(stepOf(match));
    rest = rest.slice(match[0].length);
  }
  return steps;
}

function stepOf([, dotted, index, single, double, all, where, equals]: RegExpExecArray): PathStep {
  const name = dotted ?? index ?? single ?? double;
  if (name !== undefined) return { kind: 'child', name };
  if (all !== undefined) return { kind: 'all' };
  return { kind: 'where', name: where ?? '', equals: equals ?? '' };
}

function follow(value: unknown, step: PathStep): readonly unknown[] {
  if (typeof value !== 'object' || value === null) return [];
  if (step.kind === 'all') return Object.values(value);
  if (step.kind === 'where') {
    return Object.values(value).filter(
      (inner) => String(childOf(inner, step.name)) === step.equals,
    );
  }
  return Object.hasOwn(value, step.name) ? [Reflect.get(value, step.name)] : [];
}

function childOf(value: unknown, dotted: string): unknown {
  return dotted
    .split('.')
    .reduce<unknown>((inner, name) => follow(inner, { kind: 'child', name })[0], value);
}

function unsupported(selector: string): Error {
  return new Error(`the sandbox does not understand the selector ${selector}`);
}
