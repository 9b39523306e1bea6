import type { ResourceGroupsTaggingAPI } from '@aws-sdk/client-resource-groups-tagging-api';
import { ApplicationFailure } from '@temporalio/common';

import { withRetries } from '../../controls/retry.ts';
import type { Problem } from '../../domain/finding.ts';
import { callAws } from '../aws/failures.ts';
import type { AccountAccess } from '../verify/check.ts';

/** Tags as they are now, or why they could not be read. */
export type LiveTags =
  | { readonly tags: Readonly<Record<string, string>>; readonly unreadable: null }
  | { readonly tags: null; readonly unreadable: string };

/**
 * The resource's tags, read from its account: tags in an event are only claims. A resource that never had
 * tags is not listed at all, which is an answer: no tags. Throws only what time heals.
 * https://docs.aws.amazon.com/resourcegroupstagging/latest/APIReference/API_GetResources.html
 */
export async function readLiveTags(
  { resource, account }: Problem,
  { clients, refused }: AccountAccess,
): Promise<LiveTags> {
  if (clients === null) return { tags: null, unreadable: refused };
  if (!resource.id.startsWith('arn:')) {
    return { tags: null, unreadable: `${resource.id} is no ARN, tags are read by ARN` };
  }
  try {
    return { tags: await getTags(clients.tagging, resource.id, account), unreadable: null };
  } catch (error) {
    const lasting = error instanceof ApplicationFailure && error.nonRetryable === true;
    if (!lasting) throw error;
    return { tags: null, unreadable: `${error.type ?? 'Error'}: ${error.message}` };
  }
}

async function getTags(
  tagging: ResourceGroupsTaggingAPI,
  arn: string,
  account: string,
): Promise<Readonly<Record<string, string>>> {
  const { ResourceTagMappingList: found } = await callAws(
    `tag:GetResources of ${arn} in account ${account}`,
    () => withRetries(() => tagging.getResources({ ResourceARNList: [arn] })),
  );
  const tags = found?.find((mapping) => mapping.ResourceARN === arn)?.Tags ?? [];
  return Object.fromEntries(tags.map(({ Key, Value }) => [Key ?? '', Value ?? '']));
}
