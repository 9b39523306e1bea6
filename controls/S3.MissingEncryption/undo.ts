import { z } from 'zod';

import type { Undo } from '../control.ts';

/** The runbook runs only on a bucket without a rule, so no rule is what undoing restores. */
const settingsSchema = z.object({ rules: z.array(z.unknown()).length(0) });

export const undoParameters: Undo['parameters'] = (problem, roleArn, settings) => {
  const parsed = settingsSchema.safeParse(settings);
  if (!parsed.success) {
    throw new Error(
      `Cannot undo S3.MissingEncryption on ${problem.resource.name}: expected a recorded pre-state without encryption rules.\n${z.prettifyError(parsed.error)}`,
    );
  }
  return { BucketName: [problem.resource.name], AutomationAssumeRole: [roleArn] };
};
