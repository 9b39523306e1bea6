import type { ResourceGroupsTaggingAPI } from '@aws-sdk/client-resource-groups-tagging-api';

import { withRetries } from '../../controls/retry.ts';
import { partitionOfResource } from '../../domain/arn.ts';
import type { Problem } from '../../domain/finding.ts';
import type { VerifyClients } from '../aws/accounts.ts';
import { callAws, permanentReason } from '../aws/failures.ts';

/** Tags as they are now, or why they could not be read. */
export type LiveTags =
  | { readonly tags: Readonly<Record<string, string>>; readonly unreadable: null }
  | { readonly tags: null; readonly unreadable: string };

type TagClients = Pick<VerifyClients, 'tagging'>;

/** Clients in an account, or why its role could not be assumed. */
type TagAccess =
  | { readonly clients: TagClients; readonly refused: null }
  | { readonly clients: null; readonly refused: string };

export type ReadTags = (problem: Problem) => Promise<LiveTags>;

/** Reads tags under the worker's own role in the resource's account. Throws only what a retry can help. */
export function tagReader(
  enter: (account: string, region: string, partition: string) => Promise<TagClients>,
): ReadTags {
  return async (problem) => {
    const { account, region, resource } = problem;
    try {
      const clients = await enter(account, region, partitionOfResource(resource.id));
      return await readLiveTags(problem, { clients, refused: null });
    } catch (error) {
      return { tags: null, unreadable: permanentReason(error) };
    }
  };
}

/**
 * The resource's tags, read from its account: tags in an event are only claims. AWS does not list a
 * resource that never had tags, so that one has none. Throws only what a retry can help.
 * https://docs.aws.amazon.com/resourcegroupstagging/latest/APIReference/API_GetResources.html
 */
export async function readLiveTags(
  { resource, account }: Problem,
  { clients, refused }: TagAccess,
): Promise<LiveTags> {
  if (clients === null) return { tags: null, unreadable: refused };
  if (!resource.id.startsWith('arn:')) {
    return { tags: null, unreadable: `${resource.id} is no ARN, tags are read by ARN` };
  }
  try {
    return { tags: await getTags(clients.tagging, resource.id, account), unreadable: null };
  } catch (error) {
    return { tags: null, unreadable: permanentReason(error) };
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
