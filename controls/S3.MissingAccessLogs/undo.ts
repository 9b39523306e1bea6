import { z } from 'zod';

import type { Undo } from '../control.ts';

/** The runbook runs only on a bucket that logs nowhere, so that is what undoing restores. */
const settingsSchema = z.object({ target: z.null() });

export const undoParameters: Undo['parameters'] = (problem, roleArn, settings) => {
  const parsed = settingsSchema.safeParse(settings);
  if (!parsed.success) {
    throw new Error(
      `Cannot undo S3.MissingAccessLogs on ${problem.resource.name}: the recorded pre-state already had a log bucket, or none was recorded.\n${z.prettifyError(parsed.error)}`,
    );
  }
  return { BucketName: [problem.resource.name], AutomationAssumeRole: [roleArn] };
};
