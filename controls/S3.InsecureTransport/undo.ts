import { z } from 'zod';

import type { Undo } from '../control.ts';

/** What `verify` reports as settings: the bucket policy as S3 gave it. */
const settingsSchema = z.object({ policy: z.string().nullable() });

/** The recorded policy; null for a bucket without one, undefined when nothing was recorded. */
export function policyOf(settings: unknown): string | null | undefined {
  return settingsSchema.safeParse(settings).data?.policy;
}

export const undoParameters: Undo['parameters'] = (problem, roleArn, settings) => {
  const parsed = settingsSchema.safeParse(settings);
  if (!parsed.success) {
    throw new Error(
      `Cannot undo S3.InsecureTransport on ${problem.resource.name}: the recorded pre-state has no policy.\n${z.prettifyError(parsed.error)}`,
    );
  }
  const { policy } = parsed.data;
  return {
    BucketName: [problem.resource.name],
    HadPolicy: [policy === null ? 'no' : 'yes'],
    Policy: pieces(policy ?? ''),
    AutomationAssumeRole: [roleArn],
  };
};

/**
 * Automation takes values of at most 512 characters, and 50 of them: enough for the 20 KB that a policy may have.
 * https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_StartAutomationExecution.html
 */
const PIECE = 500;

function pieces(text: string): readonly string[] {
  const count = Math.ceil(text.length / PIECE);
  return Array.from({ length: count }, (_, at) => text.slice(at * PIECE, (at + 1) * PIECE));
}
