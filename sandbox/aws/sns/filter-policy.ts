/** Which messages a subscription takes. https://docs.aws.amazon.com/sns/latest/dg/sns-subscription-filter-policies.html */
import { z } from 'zod';

/** Message attributes of type String: what Closeloop's messages have. */
type Attributes = Readonly<Record<string, string>>;

/** Of the operators for strings, those that docs/notifications.md shows. */
const operator = z.union([
  z.string(),
  z.strictObject({ 'anything-but': z.array(z.string()).min(1) }),
]);
const policyShape = z.record(z.string().regex(/^[^$]/), z.array(operator).min(1));

/**
 * Every name of the policy has to match, with one of its values. Throws for a policy that SNS or this sandbox does not
 * know: a message must not be dropped by mistake.
 */
export function accepts(filterPolicy: string, attributes: Attributes): boolean {
  const policy = policyShape.safeParse(JSON.parse(filterPolicy));
  if (!policy.success)
    throw new Error(
      `The sandbox evaluates no such filter policy: ${filterPolicy}. It knows strings and anything-but with a list.`,
    );
  return Object.entries(policy.data).every(([name, operators]) =>
    operators.some((one) => isMatch(one, attributes[name])),
  );
}

/** An attribute that the message lacks matches nothing. */
function isMatch(one: z.infer<typeof operator>, value: string | undefined): boolean {
  if (value === undefined) return false;
  return typeof one === 'string' ? value === one : !one['anything-but'].includes(value);
}
