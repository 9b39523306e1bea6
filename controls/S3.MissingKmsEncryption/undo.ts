import { z } from 'zod';

import type { Undo } from '../control.ts';

/** What `verify` reports as settings of a bucket that is open: one rule with AES256. */
const settingsSchema = z.object({
  rules: z
    .array(
      z.object({
        ApplyServerSideEncryptionByDefault: z.object({ SSEAlgorithm: z.literal('AES256') }),
        // A bucket key has no meaning without KMS, and the undo leaves it off.
        BucketKeyEnabled: z.literal(false).optional(),
      }),
    )
    .length(1),
});

export const undoParameters: Undo['parameters'] = (problem, roleArn, settings) => {
  const parsed = settingsSchema.safeParse(settings);
  if (!parsed.success) {
    throw new Error(
      `Cannot undo S3.MissingKmsEncryption on ${problem.resource.name}: the recorded pre-state is not one rule with AES256.\n${z.prettifyError(parsed.error)}`,
    );
  }
  return { BucketName: [problem.resource.name], AutomationAssumeRole: [roleArn] };
};
