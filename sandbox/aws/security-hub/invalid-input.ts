import { z } from 'zod';

import { AwsError } from '../gateway/aws-error.ts';

/** https://docs.aws.amazon.com/securityhub/1.0/APIReference/API_GetFindings.html#API_GetFindings_Errors */
export function invalidInput(message: string): AwsError {
  return new AwsError('InvalidInputException', message, 400);
}

/** An operation's input; throws InvalidInputException with what is wrong. */
export function parseInput<T>(schema: z.ZodType<T>, input: unknown): T {
  const parsed = schema.safeParse(input);
  if (parsed.success) return parsed.data;
  throw invalidInput(z.prettifyError(parsed.error));
}
