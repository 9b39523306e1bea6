import { matchesWildcard } from '../../../domain/wildcard.ts';
/**
 * Whether an identity policy allows a request, for exactly what our policies use. It throws on anything else, so that it
 * cannot wave through what it does not understand.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
 */
import type { PolicyDocument, Statement } from '../../../infra/aws/grants/place.ts';

export interface IamRequest {
  readonly action: string;
  readonly resource: string;
  /** Condition keys of the request; several values for a key with several. */
  readonly context: Readonly<Record<string, readonly string[]>>;
}

export function isAllowed({ Statement: statements }: PolicyDocument, request: IamRequest): boolean {
  return statements.some((statement) => matches(statement, request));
}

function matches(
  { Effect, Action, Resource, Condition = {}, ...rest }: Statement,
  request: IamRequest,
): boolean {
  if (Effect !== 'Allow' || Object.keys(rest).length > 0)
    throw new Error(`Unknown in a statement: ${Effect} ${Object.keys(rest).join()}`);
  // Every operator is looked at, also where something else has refused already: an unknown one is an error always.
  const conditions = Object.entries(Condition).flatMap(([operator, keys]) =>
    Object.entries(keys).map(([key, values]) =>
      holds(operator, [values].flat(), request.context[key] ?? null),
    ),
  );
  return (
    Action.includes(request.action) &&
    Resource.some((pattern) => matchesWildcard(pattern, request.resource)) &&
    conditions.every(Boolean)
  );
}

/** `actual` is null where the request does not have the key. */
function holds(
  operator: string,
  wanted: readonly string[],
  actual: readonly string[] | null,
): boolean {
  switch (operator) {
    case 'StringEquals':
      return actual !== null && actual.some((value) => wanted.includes(value));
    case 'ForAllValues:StringLike':
      return (actual ?? []).every((value) => wanted.some((one) => matchesWildcard(one, value)));
    case 'Null':
      return wanted.includes(String(actual === null));
    default:
      throw new Error(`The evaluator does not know the condition operator ${operator}.`);
  }
}
