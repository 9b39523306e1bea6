import { z } from 'zod';

import type { Undo } from '../control.ts';

/** The runbook runs only on a key that does not rotate, so that is what undoing restores. */
const settingsSchema = z.object({ rotation: z.literal(false) });

export const undoParameters: Undo['parameters'] = (problem, roleArn, settings) => {
  const parsed = settingsSchema.safeParse(settings);
  if (!parsed.success) {
    throw new Error(
      `Cannot undo KMS.RotationDisabled on ${problem.resource.name}: expected a recorded pre-state without rotation.\n${z.prettifyError(parsed.error)}`,
    );
  }
  return { KeyId: [problem.resource.name], AutomationAssumeRole: [roleArn] };
};
