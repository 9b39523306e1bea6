import { z } from 'zod';

import { asText } from '../interpolate.ts';

const Choices = z.object({
  Choices: z.array(z.record(z.string(), z.unknown())).min(1),
  Default: z.string().optional(),
});

/**
 * `aws:branch`: the step to go to; undefined when no choice matches and there is no default.
 * https://docs.aws.amazon.com/systems-manager/latest/userguide/automation-action-branch.html
 */
export function chooseBranch(inputs: unknown): string | undefined {
  const { Choices: choices, Default } = Choices.parse(inputs);
  const chosen = choices.find(matches);
  return chosen ? z.string().parse(chosen['NextStep']) : Default;
}

type Test = (variable: string, wanted: string) => boolean;

const TESTS: Readonly<Record<string, Test>> = {
  StringEquals: (variable, wanted) => variable === wanted,
  EqualsIgnoreCase: (variable, wanted) => variable.toLowerCase() === wanted.toLowerCase(),
  StartsWith: (variable, wanted) => variable.startsWith(wanted),
  EndsWith: (variable, wanted) => variable.endsWith(wanted),
  Contains: (variable, wanted) => variable.includes(wanted),
  NumericEquals: (variable, wanted) => Number(variable) === Number(wanted),
  NumericGreater: (variable, wanted) => Number(variable) > Number(wanted),
  NumericLesser: (variable, wanted) => Number(variable) < Number(wanted),
  NumericGreaterOrEquals: (variable, wanted) => Number(variable) >= Number(wanted),
  NumericLesserOrEquals: (variable, wanted) => Number(variable) <= Number(wanted),
  BooleanEquals: (variable, wanted) => variable === wanted,
};

const Nested = z.array(z.record(z.string(), z.unknown()));

function matches(choice: Readonly<Record<string, unknown>>): boolean {
  if ('And' in choice) return Nested.parse(choice['And']).every(matches);
  if ('Or' in choice) return Nested.parse(choice['Or']).some(matches);
  if ('Not' in choice) return !matches(z.record(z.string(), z.unknown()).parse(choice['Not']));
  const operator = Object.keys(choice).find((key) => key in TESTS);
  const test = operator === undefined ? undefined : TESTS[operator];
  if (!test || operator === undefined) {
    throw new Error(
      `aws:branch has no operator that the sandbox knows in ${JSON.stringify(choice)}`,
    );
  }
  return test(asText(choice['Variable'] ?? ''), asText(choice[operator]));
}
