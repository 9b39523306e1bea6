import { readdirSync, readFileSync } from 'node:fs';

import { AwsError } from '../gateway/aws-error.ts';
import type { Place } from '../security-hub/events.ts';
import { parseRunbook, type Runbook } from './document.ts';

export interface DocumentVersion {
  readonly name: string;
  readonly owner: string;
  readonly version: string;
  readonly content: string;
  readonly format: 'YAML' | 'JSON';
  readonly runbook: Runbook;
  /** Epoch seconds. */
  readonly createdAt: number;
}

interface NewDocument {
  readonly name: string;
  readonly content: string;
  readonly format: 'YAML' | 'JSON';
}

/** Documents by account and region, with the AWS-owned ones in each. */
export interface DocumentStore {
  /** Throws DocumentAlreadyExists or InvalidDocumentContent. */
  create(place: Place, document: NewDocument): DocumentVersion;
  /** A new version, which is not the default yet. Throws InvalidDocument or DuplicateDocumentContent. */
  update(place: Place, document: NewDocument): DocumentVersion;
  /** With all its versions. Throws InvalidDocument, also for what Amazon owns. */
  remove(place: Place, name: string): void;
  /** The next version of one of Amazon's documents, which is the default at once, everywhere. Content in YAML. */
  publish(name: string, content: string): void;
  /** `version` is a number, `$DEFAULT` or `$LATEST`; undefined when there is none such. */
  find(place: Place, name: string, version: string): DocumentVersion | undefined;
  versions(place: Place, name: string): Versions | undefined;
  clear(): void;
}

/** Oldest first. */
export type Versions = readonly DocumentVersion[];

/** Of an account's own documents the first version stays the default; Amazon's default is its newest. */
export function defaultOf(versions: Versions): DocumentVersion | undefined {
  return versions[0]?.owner === AMAZON ? versions.at(-1) : versions[0];
}

const AMAZON = 'Amazon';

export function createDocumentStore(): DocumentStore {
  const owned = new Map<string, Versions>();
  const amazon = new Map<string, Versions>();
  const forget = () => {
    owned.clear();
    amazon.clear();
    for (const one of readAmazonDocuments()) amazon.set(one.name, [one]);
  };
  forget();
  const versions = (place: Place, name: string) => amazon.get(name) ?? owned.get(key(place, name));
  return {
    create: (place, document) => {
      if (versions(place, document.name)) {
        const message = `Document with name ${document.name} already exists.`;
        throw new AwsError('DocumentAlreadyExists', message);
      }
      const first = build(document, { owner: place.account, version: '1' });
      owned.set(key(place, document.name), [first]);
      return first;
    },
    update: (place, document) => {
      const old = owned.get(key(place, document.name));
      if (!old) throw new AwsError('InvalidDocument', 'The specified document does not exist.');
      if (old.some((one) => one.content === document.content)) {
        const message = 'The content of the document is a duplicate.';
        throw new AwsError('DuplicateDocumentContent', message);
      }
      const version = String(old.length + 1);
      const next = build(document, { owner: place.account, version });
      owned.set(key(place, document.name), [...old, next]);
      return next;
    },
    remove: (place, name) => {
      if (owned.delete(key(place, name))) return;
      throw new AwsError('InvalidDocument', 'The specified document does not exist.');
    },
    publish: (name, content) => {
      const old = amazon.get(name) ?? [];
      const from = { owner: AMAZON, version: String(old.length + 1) };
      amazon.set(name, [...old, build({ name, content, format: 'YAML' }, from)]);
    },
    find: (place, name, version) => pick(versions(place, name) ?? [], version),
    versions,
    clear: forget,
  };
}

function pick(versions: Versions, version: string): DocumentVersion | undefined {
  if (version === '$LATEST') return versions.at(-1);
  if (version === '$DEFAULT') return defaultOf(versions);
  return versions.find((one) => one.version === version);
}

function build(
  { name, content, format }: NewDocument,
  { owner, version }: { readonly owner: string; readonly version: string },
): DocumentVersion {
  const runbook = parseRunbook(content);
  return { name, owner, version, content, format, runbook, createdAt: Date.now() / 1000 };
}

function readAmazonDocuments(): readonly DocumentVersion[] {
  const folder = new URL('./documents/', import.meta.url);
  return readdirSync(folder).map((file) => {
    const content = readFileSync(new URL(file, folder), 'utf8');
    const name = file.replace(/\.yaml$/, '');
    return build({ name, content, format: 'YAML' }, { owner: AMAZON, version: '1' });
  });
}

function key(place: Place, name: string): string {
  return `${place.account} ${place.region} ${name}`;
}
