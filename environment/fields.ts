/** Variables that several processes read in the same way. */
import { z } from 'zod';

export function required(what: string) {
  return z.string({ error: `missing: ${what}` });
}

export const region = required('the Region of the ledger, for example eu-west-1');

export const ledgerPrefix = z.string().default('closeloop');

export const url = z.url({ error: 'expected a URL' });

/** An address that gets a token or a secret: unencrypted only on this machine. */
export function encryptedUrl(error: string) {
  return z.url({ error }).regex(/^(https:\/\/|http:\/\/127\.0\.0\.1:)/, 'expected https://');
}

/** What a sender signs its requests with. */
export function sharedSecret(what: string) {
  return required(what).min(16, 'expected at least 16 characters');
}

export const topicArn = z
  .string()
  .regex(
    /^arn:[\w-]+:sns:[\w-]+:\d{12}:[\w-]{1,256}$/,
    'expected the ARN of a standard SNS topic, for example arn:aws:sns:eu-west-1:222233334444:closeloop',
  );
