import { z } from 'zod';

import { bucketParameters, undoParameters } from '../runbook.ts';

/** What `verify` reports as settings: the bucket policy as S3 gave it. */
const settingsSchema = z.object({ policy: z.string().nullable() });

/** The recorded policy; null for a bucket without one, undefined when nothing was recorded. */
export function policyOf(settings: unknown): string | null | undefined {
  return settingsSchema.safeParse(settings).data?.policy;
}

export const undo = undoParameters(
  {
    control: 'S3.InsecureTransport',
    schema: settingsSchema,
    fault: 'the recorded pre-state has no policy',
  },
  (problem, roleArn, { policy }) => ({
    ...bucketParameters(problem, roleArn),
    HadPolicy: [policy === null ? 'no' : 'yes'],
    Policy: pieces(policy ?? ''),
  }),
);

/**
 * Automation takes values of at most 512 characters, and 50 of them: enough for the 20 KB that a policy may have.
 * https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_StartAutomationExecution.html
 */
const PIECE = 500;

function pieces(text: string): readonly string[] {
  const count = Math.ceil(text.length / PIECE);
  return Array.from({ length: count }, (_, at) => text.slice(at * PIECE, (at + 1) * PIECE));
}
