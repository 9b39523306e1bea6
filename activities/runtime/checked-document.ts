/**
 * Whether an Automation document in an account is what this release ships or, of AWS's documents, what a person
 * accepted: nothing else is ever started. See docs/decisions/documents-are-pinned.md.
 */
import type { SSM } from '@aws-sdk/client-ssm';

import { isContentOf, ownDocuments } from '../../controls/documents.ts';
import type { OwnDocument } from '../../controls/documents.ts';
import type { PlannedDocument } from '../../domain/plan.ts';
import type { AcceptedDocument, AcceptedDocuments } from '../../policies/documents.ts';
import { failure } from '../aws/failures.ts';
import { contentOf, findDocument, placeText } from './found-document.ts';
import type { FoundDocument, Place } from './found-document.ts';

/** A plan may name a document of AWS that nobody has accepted, since in shadow mode it is not run; a write may not. */
export interface Allowed {
  readonly accepted: AcceptedDocuments;
  readonly purpose: 'plan' | 'write';
}

/**
 * The document of that name as this account has it, when it may be used. One call, `ssm:DescribeDocument`; where the
 * hash of our own document is another, its content is read too and decides.
 * Throws `DocumentDiffers`, which names each difference, and as `findDocument` does.
 */
export async function checkedDocument(
  ssm: SSM,
  name: string,
  place: Place,
  allowed: Allowed,
): Promise<PlannedDocument> {
  const own = ownDocument(name);
  if (own !== null) return await releasedDocument(ssm, own, place);
  return await acceptedDocument(ssm, name, place, allowed);
}

/** As this release ships it; null for a document that is not ours. */
function ownDocument(name: string): OwnDocument | null {
  shipped ??= new Map(ownDocuments().map((document) => [document.name, document]));
  return shipped.get(name) ?? null;
}

/** Read from the release's own files, once. */
let shipped: ReadonlyMap<string, OwnDocument> | null = null;

async function releasedDocument(
  ssm: SSM,
  own: OwnDocument,
  place: Place,
): Promise<PlannedDocument> {
  const { name, version, hash } = own;
  const found = await findDocument(ssm, place, name, version);
  const wanted = { ...USABLE, version, hash, owner: place.account };
  const differences = differencesOf(found, wanted);
  if (differences.length === 0) return { name, version, hash };
  // AWS does not say what exactly its hash covers, so it alone proves no difference.
  const { hashType } = USABLE;
  const onlyTheHash = differencesOf({ ...found, hash, hashType }, wanted).length === 0;
  if (onlyTheHash && isContentOf(own, await contentOf(ssm, place, found)))
    return { name, version, hash };
  throw failure(
    'DocumentDiffers',
    `${name} in ${placeText(place)} is not what this release ships: ${differences.join(', ')}. Find out who changed it, delete it there, and create it again from this release.`,
  );
}

async function acceptedDocument(
  ssm: SSM,
  name: string,
  place: Place,
  { accepted, purpose }: Allowed,
): Promise<PlannedDocument> {
  const found = await findDocument(ssm, place, name);
  const { version, hash } = found;
  const versions = accepted.get(name) ?? (purpose === 'plan' ? [{ version, hash }] : []);
  const differences = versions.map((one) => differencesFromAccepted(found, one));
  if (differences.some((list) => list.length === 0)) return { name, version, hash };
  const newest = differences.at(-1);
  const fault = newest === undefined ? 'nobody has accepted it' : newest.join(', ');
  throw failure(
    'DocumentDiffers',
    `${name} version ${version}, hash ${hash}, in ${placeText(place)} is not as a person accepted it: ${fault}. See what it is now, and accept it if it is right: ${acceptCommand(name)}`,
  );
}

/** How a document of AWS differs from one that a person accepted; empty where it is the same. */
export function differencesFromAccepted(
  found: FoundDocument,
  { version, hash }: AcceptedDocument,
): readonly string[] {
  return differencesOf(found, { ...USABLE, version, hash, owner: 'Amazon' });
}

/** With this a person sees a document of AWS, or what changed in it, and accepts it. */
export function acceptCommand(name: string): string {
  return `closeloop controls accept-document ${name}`;
}

const USABLE = { hashType: 'Sha256', type: 'Automation', status: 'Active' } as const;

const WORDS = {
  version: 'version',
  hash: 'hash',
  hashType: 'hash type',
  owner: 'owner',
  type: 'type',
  status: 'status',
} as const;

type Judged = Pick<FoundDocument, keyof typeof WORDS>;

/** One phrase for each, for example `version 2 instead of 1`. */
function differencesOf(found: Judged, wanted: Judged): readonly string[] {
  const fields = ['version', 'hash', 'hashType', 'owner', 'type', 'status'] as const;
  return fields
    .filter((field) => found[field] !== wanted[field])
    .map((field) => `${WORDS[field]} ${found[field]} instead of ${wanted[field]}`);
}
