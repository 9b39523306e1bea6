/** Statements of a resource policy or a trust policy, as far as the doctor judges them. */
import { z } from 'zod';

const value = z.union([z.string(), z.number(), z.boolean()]).transform(String);
const oneOrMany = z.union([value, z.array(value)]).transform((one) => [one].flat());
const principal = z.union([
  z.literal('*').transform(() => ({ AWS: ['*'] })),
  z.record(z.string(), oneOrMany),
]);
const statement = z.looseObject({
  Effect: z.enum(['Allow', 'Deny']),
  Principal: principal.optional(),
  NotPrincipal: z.unknown().optional(),
  Action: oneOrMany.optional(),
  Condition: z.record(z.string(), z.record(z.string(), oneOrMany)).optional(),
});
const document = z.looseObject({
  Statement: z.union([statement.transform((one) => [one]), z.array(statement)]),
});

/** `Principal` by kind: `AWS`, `Service`, `Federated`. */
export type Statement = z.output<typeof statement>;

/**
 * The statements that allow something. Throws for what is no policy.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
 */
export function allowing(json: string): readonly Statement[] {
  return document.parse(JSON.parse(json)).Statement.filter(({ Effect }) => Effect === 'Allow');
}

/** The only values of a condition key that the statement allows; none where it names none. Keys have no case. */
export function conditionValues({ Condition = {} }: Statement, key: string): readonly string[] {
  return Object.entries(Condition).flatMap(([operator, keys]) =>
    EQUALS.test(operator)
      ? Object.entries(keys).flatMap(([name, values]) =>
          name.toLowerCase() === key.toLowerCase() ? values : [],
        )
      : [],
  );
}

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html */
const EQUALS = /^(?:String|Arn)(?:Equals|Like)$/;
