import { createHash } from 'node:crypto';

import { z } from 'zod';

import { optionalText, text } from './fields.ts';
import type { FindingResource } from './finding.ts';
import { readTags } from './tags.ts';

/** One entry of `Resources`. Its id may be anything: state and control decide first whether anybody acts on it. */
export const resourceEntry = z.object({
  Type: text.nullish(),
  Id: z.unknown().optional(),
  Region: optionalText,
  Partition: optionalText,
  Tags: z.unknown().optional(),
  Details: z.unknown().optional(),
});

export function readResource(data: z.output<typeof resourceEntry>): FindingResource {
  return {
    ...readId(data.Id),
    type: data.Type?.trim() || 'Other',
    region: data.Region?.toLowerCase() ?? null,
    partition: data.Partition?.toLowerCase() ?? null,
    tags: readTags(data.Tags),
    owner: s3Details.safeParse(data.Details).data?.AwsS3Bucket.OwnerAccountId ?? null,
    principal: principalIn(data.Details),
  };
}

const LONGEST_ID = 2048;

/** The id to the letter, because S3 compares names so; what cannot be kept is cut and told apart by a hash. */
function readId(id: unknown): Pick<FindingResource, 'id' | 'unreadable'> {
  if (typeof id !== 'string' || id.trim() === '')
    return { id: 'unknown', unreadable: 'the finding gives its resource no id' };
  if (!id.isWellFormed()) return cut(id, 'the id of its resource is not well-formed Unicode');
  if (id.length > LONGEST_ID)
    return cut(id, `the id of its resource is longer than ${LONGEST_ID} characters`);
  return { id, unreadable: null };
}

function cut(id: string, unreadable: string): Pick<FindingResource, 'id' | 'unreadable'> {
  const hash = createHash('sha256').update(JSON.stringify(id)).digest('hex').slice(0, 10);
  return { id: `${id.slice(0, 1000).toWellFormed()} ${hash}`, unreadable };
}

// Other products put anything into Details: only an account id counts.
const s3Details = z.object({
  AwsS3Bucket: z.object({ OwnerAccountId: z.string().regex(/^\d{12}$/) }),
});

const keyDetails = z.object({
  AwsIamAccessKey: z.object({
    UserName: optionalText,
    PrincipalName: optionalText,
    PrincipalId: optionalText,
  }),
});

function principalIn(details: unknown): string | null {
  const key = keyDetails.safeParse(details).data?.AwsIamAccessKey;
  return key?.UserName ?? key?.PrincipalName ?? key?.PrincipalId ?? null;
}
