/** Default encryption of a bucket as people read it, for the two controls about it. */
import { z } from 'zod';

/** What `verifyEncryption` reports as settings. */
export const encryptionSchema = z.object({
  rules: z.array(
    z.object({
      ApplyServerSideEncryptionByDefault: z
        .object({ SSEAlgorithm: z.string().optional(), KMSMasterKeyID: z.string().optional() })
        .optional(),
      BucketKeyEnabled: z.boolean().optional(),
    }),
  ),
});
type Encryption = z.infer<typeof encryptionSchema>;

export const encryptionSettings = [
  {
    name: 'Default encryption of new objects',
    value: ({ rules }: Encryption) =>
      listed(
        rules.map(({ ApplyServerSideEncryptionByDefault: rule }) => {
          const { SSEAlgorithm = 'no algorithm', KMSMasterKeyID: key } = rule ?? {};
          return key === undefined ? SSEAlgorithm : `${SSEAlgorithm} with key ${key}`;
        }),
      ),
  },
  {
    name: 'S3 bucket key',
    value: ({ rules }: Encryption) =>
      listed(rules.map(({ BucketKeyEnabled }) => (BucketKeyEnabled === true ? 'on' : 'off'))),
  },
];

function listed(values: readonly string[]): string {
  return values.length === 0 ? 'no rule' : values.join(', ');
}

/** One rule. */
export function encryptedWith(SSEAlgorithm: string, BucketKeyEnabled: boolean): Encryption {
  return {
    rules: [{ ApplyServerSideEncryptionByDefault: { SSEAlgorithm }, BucketKeyEnabled }],
  };
}
