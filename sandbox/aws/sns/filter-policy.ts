/** Which messages a subscription takes. https://docs.aws.amazon.com/sns/latest/dg/sns-subscription-filter-policies.html */
import { z } from 'zod';

/** Message attributes of type String: what Closeloop's messages have. */
type Attributes = Readonly<Record<string, string>>;

/** Of the operators for strings, those that this sandbox evaluates. */
const operator = z.union([
  z.string(),
  z.strictObject({ prefix: z.string() }),
  z.strictObject({ suffix: z.string() }),
  z.strictObject({ 'equals-ignore-case': z.string() }),
  z.strictObject({ exists: z.boolean() }),
  z.strictObject({
    'anything-but': z.union([
      z.string(),
      z.array(z.string()).min(1),
      z.strictObject({ prefix: z.string() }),
      z.strictObject({ suffix: z.string() }),
    ]),
  }),
]);
type Operator = z.infer<typeof operator>;

const clauseShape = z.record(z.string(), z.array(operator).min(1));
const policyShape = z.union([z.strictObject({ $or: z.array(clauseShape).min(2) }), clauseShape]);

/**
 * Every name of the policy has to match, with one of its values. Throws for a policy that SNS or this sandbox does not
 * know: a message must not be dropped by mistake.
 */
export function accepts(filterPolicy: string, attributes: Attributes): boolean {
  const policy = policyShape.safeParse(JSON.parse(filterPolicy));
  if (!policy.success)
    throw new Error(
      `The sandbox evaluates no such filter policy: ${filterPolicy}. It knows strings, prefix, suffix, equals-ignore-case, anything-but, exists and a policy that is one $or.`,
    );
  const clauses = orOf(policy.data);
  return clauses.some((clause) =>
    Object.entries(clause).every(([name, operators]) =>
      operators.some((one) => isMatch(one, attributes[name])),
    ),
  );
}

function orOf(policy: z.infer<typeof policyShape>): readonly z.infer<typeof clauseShape>[] {
  const either = z.object({ $or: z.array(clauseShape) }).safeParse(policy);
  return either.success ? either.data.$or : [clauseShape.parse(policy)];
}

/** An attribute that the message lacks matches nothing but its absence. */
function isMatch(one: Operator, value: string | undefined): boolean {
  if (typeof one === 'object' && 'exists' in one) return one.exists === (value !== undefined);
  if (value === undefined) return false;
  if (typeof one === 'string') return value === one;
  if ('prefix' in one) return value.startsWith(one.prefix);
  if ('suffix' in one) return value.endsWith(one.suffix);
  if ('equals-ignore-case' in one)
    return value.toLowerCase() === one['equals-ignore-case'].toLowerCase();
  return isBut(one['anything-but'], value);
}

type But = Extract<Operator, { 'anything-but': unknown }>['anything-but'];

function isBut(but: But, value: string): boolean {
  if (typeof but === 'string') return value !== but;
  if ('prefix' in but) return !value.startsWith(but.prefix);
  if ('suffix' in but) return !value.endsWith(but.suffix);
  return !but.includes(value);
}
