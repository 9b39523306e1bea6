import type { z } from 'zod';

import { AwsError } from '../gateway/aws-error.ts';

/** An operation's input; throws ValidationException naming each field, as AWS words it. */
export function parseInput<T>(schema: z.ZodType<T>, input: unknown): T {
  const parsed = schema.safeParse(input);
  if (parsed.success) return parsed.data;
  const errors = parsed.error.issues.map(
    (issue) =>
      `Value at '${lowerFirst(issue.path.join('.'))}' failed to satisfy constraint: ${issue.message}`,
  );
  const count = `${errors.length} validation error${errors.length === 1 ? '' : 's'} detected`;
  throw new AwsError('ValidationException', `${count}: ${errors.join('; ')}`);
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}
