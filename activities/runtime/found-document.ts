/** What Systems Manager says of an Automation document in one account and Region. */
import type { SSM } from '@aws-sdk/client-ssm';

import { withRetries } from '../../controls/retry.ts';
import { callAws, failure } from '../aws/failures.ts';

/** Where the client is. */
export interface Place {
  readonly account: string;
  readonly region: string;
}

/** Of DescribeDocument; `none` stands for what its answer does not say. */
export interface FoundDocument {
  readonly name: string;
  readonly version: string;
  readonly hash: string;
  readonly hashType: string;
  /** An account id, or `Amazon`. */
  readonly owner: string;
  readonly type: string;
  readonly status: string;
  readonly format: string;
  /** Names of what it may be started with. */
  readonly parameters: readonly string[];
}

/**
 * The document in that version; without one in the default version, which is what AWS runs when nobody names any.
 * Throws `DocumentNotFound`, `AccessDenied`, `Throttled`, `Unavailable`.
 */
export async function findDocument(
  ssm: SSM,
  place: Place,
  name: string,
  version?: string,
): Promise<FoundDocument> {
  const which = version === undefined ? name : `${name} version ${version}`;
  const what = `ssm:DescribeDocument of ${which} in ${placeText(place)}`;
  const input = { Name: name, DocumentVersion: version };
  const answer = await callAws(what, () => withRetries(() => ssm.describeDocument(input)));
  const found = answer.Document ?? {};
  return {
    name,
    version: found.DocumentVersion ?? 'none',
    hash: found.Hash ?? 'none',
    hashType: found.HashType ?? 'none',
    owner: found.Owner ?? 'none',
    type: found.DocumentType ?? 'none',
    status: found.Status ?? 'none',
    format: found.DocumentFormat ?? 'none',
    parameters: (found.Parameters ?? []).flatMap(({ Name: one }) => one ?? []),
  };
}

/** Its text in the format in which it was created, since SSM converts to the other one. Throws as `findDocument`. */
export async function contentOf(ssm: SSM, place: Place, found: FoundDocument): Promise<string> {
  const { name, version, format } = found;
  const what = `ssm:GetDocument of ${name} version ${version} in ${placeText(place)}`;
  const DocumentFormat = format === 'JSON' ? ('JSON' as const) : ('YAML' as const);
  const input = { Name: name, DocumentVersion: version, DocumentFormat };
  const { Content } = await callAws(what, () => withRetries(() => ssm.getDocument(input)));
  if (Content !== undefined) return Content;
  throw failure('SchemaMismatch', `Tried ${what}: the answer has no content.`);
}

export function placeText({ account, region }: Place): string {
  return `account ${account}, ${region}`;
}
