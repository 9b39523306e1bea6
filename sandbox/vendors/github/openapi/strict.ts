/** A schema with its references put in, that allows no property which it does not name. */

export interface Strictness {
  /** False where only what is there is judged: the sandbox answers less than GitHub does. */
  readonly required: boolean;
}

export function strict(
  schema: unknown,
  components: Readonly<Record<string, unknown>>,
  strictness: Strictness,
): object {
  const inner = convert(schema, { components, strictness, within: [], open: false });
  return typeof inner === 'object' && inner !== null ? inner : {};
}

interface Around {
  readonly components: Readonly<Record<string, unknown>>;
  readonly strictness: Strictness;
  /** References that this is inside of: a schema that holds itself ends there. */
  readonly within: readonly string[];
  /** Parts of a combination each see the properties of the others. */
  readonly open: boolean;
}

function convert(value: unknown, around: Around): unknown {
  if (Array.isArray(value)) return value.map((item) => convert(item, around));
  if (!isRecord(value)) return value;
  const { $ref: reference } = value;
  if (typeof reference === 'string') return referred(reference, around);
  const { nullable, ...plain } = value;
  if (nullable === true) return { anyOf: [{ type: 'null' }, convert(plain, around)] };
  const combined = 'allOf' in value || 'anyOf' in value || 'oneOf' in value;
  const converted: Record<string, unknown> = {};
  for (const [key, inner] of Object.entries(value)) {
    if (key === 'required' && Array.isArray(inner) && !around.strictness.required) continue;
    if (key === 'properties' && isRecord(inner)) converted[key] = properties(inner, around);
    // Without what is required, several alternatives may fit.
    else if (COMBINATIONS.has(key))
      converted[key === 'oneOf' && !around.strictness.required ? 'anyOf' : key] = convert(inner, {
        ...around,
        open: true,
      });
    else converted[key] = convert(inner, { ...around, open: false });
  }
  const closed = 'properties' in value && !combined && !around.open;
  return closed && !('additionalProperties' in value)
    ? { ...converted, additionalProperties: false }
    : converted;
}

const COMBINATIONS = new Set(['allOf', 'anyOf', 'oneOf']);

/** Names of properties may be the words of schemas. */
function properties(map: Readonly<Record<string, unknown>>, around: Around): object {
  return Object.fromEntries(
    Object.entries(map).map(([name, inner]) => [name, convert(inner, { ...around, open: false })]),
  );
}

function referred(reference: string, around: Around): unknown {
  if (around.within.includes(reference)) return {};
  return convert(around.components[reference], {
    ...around,
    within: [...around.within, reference],
  });
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
