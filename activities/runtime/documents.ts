/** Our own Automation documents in an account and Region: created by deployments and the sandbox, never by a worker. */
import type { SSM } from '@aws-sdk/client-ssm';

import type { Control } from '../../controls/control.ts';
import { isContentOf, ownDocuments } from '../../controls/documents.ts';
import type { OwnDocument } from '../../controls/documents.ts';
import { callAws, callAwsUnless, failure } from '../aws/failures.ts';

export interface EnsuredDocument {
  readonly name: string;
  readonly version: string;
  readonly change: 'created' | 'updated' | 'none';
}

/** Our document as this release ships it. */
export type ShippedDocument = Pick<OwnDocument, 'name' | 'version' | 'content'>;

/** Every document of these controls, runbooks and undos, at its pinned version. */
export function shippedDocuments(controls: readonly Control[]): readonly ShippedDocument[] {
  return ownDocuments(controls);
}

/**
 * Brings each document to its pinned version in the client's account and Region. A version never changes:
 * when the account has another content under the pinned number, this throws instead of running it.
 * Throws `ConfigurationError`, `AccessDenied`, `Throttled`, `Unavailable`.
 */
export async function ensureDocuments(
  ssm: SSM,
  documents: readonly ShippedDocument[],
): Promise<readonly EnsuredDocument[]> {
  const ensured: EnsuredDocument[] = [];
  for (const document of documents) ensured.push(await ensure(ssm, document));
  return ensured;
}

async function ensure(ssm: SSM, shipped: ShippedDocument): Promise<EnsuredDocument> {
  const { name, version } = shipped;
  const latest = await latestVersion(ssm, name);
  if (latest === null || Number(version) === Number(latest) + 1) {
    const written = latest === null ? await create(ssm, shipped) : await update(ssm, shipped);
    if (written !== version) throw otherNumber(shipped, written);
    return { name, version, change: latest === null ? 'created' : 'updated' };
  }
  const there = await contentOf(ssm, shipped);
  if (there === null) throw otherNumber(shipped, latest);
  if (isContentOf(shipped, there)) return { name, version, change: 'none' };
  throw failure(
    'ConfigurationError',
    `${name} version ${version} has another content in this account than this release ships. Give the changed document a new version in its control.`,
  );
}

async function latestVersion(ssm: SSM, name: string): Promise<string | null> {
  const input = { Name: name, DocumentVersion: '$LATEST' };
  const what = `ssm:DescribeDocument of ${name}`;
  const answer = await callAwsUnless('InvalidDocument', what, () => ssm.describeDocument(input));
  return answer?.Document?.LatestVersion ?? answer?.Document?.DocumentVersion ?? null;
}

/** The stored text of a version; null when there is no such version. */
async function contentOf(ssm: SSM, { name, version }: ShippedDocument): Promise<string | null> {
  const input = { Name: name, DocumentVersion: version, DocumentFormat: 'YAML' } as const;
  const what = `ssm:GetDocument of ${name} version ${version}`;
  const answer = await callAwsUnless('InvalidDocumentVersion', what, () => ssm.getDocument(input));
  return answer?.Content ?? null;
}

async function create(ssm: SSM, { name, content }: ShippedDocument): Promise<string | undefined> {
  const input = { Name: name, Content: content, DocumentType: 'Automation' } as const;
  const { DocumentDescription: made } = await callAws(`ssm:CreateDocument ${name}`, () =>
    ssm.createDocument({ ...input, DocumentFormat: 'YAML' }),
  );
  return made?.DocumentVersion;
}

async function update(ssm: SSM, { name, content }: ShippedDocument): Promise<string | undefined> {
  const input = { Name: name, Content: content, DocumentVersion: '$LATEST' } as const;
  const { DocumentDescription: made } = await callAws(`ssm:UpdateDocument ${name}`, () =>
    ssm.updateDocument({ ...input, DocumentFormat: 'YAML' }),
  );
  return made?.DocumentVersion;
}

function otherNumber({ name, version }: ShippedDocument, found: string | undefined): Error {
  return failure(
    'ConfigurationError',
    `This release needs ${name} version ${version}, but this account is at version ${found ?? 'none'}. Delete the document here, or pin the version that it has.`,
  );
}
