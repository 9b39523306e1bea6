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
  setDefault(place: Place, name: string, version: string): void;
  remove(place: Place, name: string): void;
  /** `version` is a number, `$DEFAULT` or `$LATEST`; undefined when there is none such. */
  find(place: Place, name: string, version: string): DocumentVersion | undefined;
  /** The default version of each document. */
  list(place: Place): readonly DocumentVersion[];
  versions(place: Place, name: string): Versions | undefined;
  clear(): void;
}

export interface Versions {
  readonly all: readonly DocumentVersion[];
  readonly defaultVersion: string;
}

export function createDocumentStore(): DocumentStore {
  const owned = new Map<string, Versions>();
  const amazon = new Map(readAmazonDocuments().map((one) => [one.name, asVersions([one])]));
  const versions = (place: Place, name: string) => amazon.get(name) ?? owned.get(key(place, name));
  const mine = (place: Place, name: string): Versions => {
    const found = owned.get(key(place, name));
    if (!found) throw new AwsError('InvalidDocument', 'The specified document does not exist.');
    return found;
  };
  return {
    create: (place, document) => {
      if (versions(place, document.name)) {
        const message = `Document with name ${document.name} already exists.`;
        throw new AwsError('DocumentAlreadyExists', message);
      }
      const first = build(document, { owner: place.account, version: '1' });
      owned.set(key(place, document.name), asVersions([first]));
      return first;
    },
    update: (place, document) => {
      const old = mine(place, document.name);
      if (old.all.some((one) => one.content === document.content)) {
        throw new AwsError(
          'DuplicateDocumentContent',
          'The content of the document is a duplicate.',
        );
      }
      const version = String(old.all.length + 1);
      const next = build(document, { owner: place.account, version });
      owned.set(key(place, document.name), { ...old, all: [...old.all, next] });
      return next;
    },
    setDefault: (place, name, version) => {
      const old = mine(place, name);
      if (!old.all.some((one) => one.version === version)) throw noVersion();
      owned.set(key(place, name), { ...old, defaultVersion: version });
    },
    remove: (place, name) => {
      mine(place, name);
      owned.delete(key(place, name));
    },
    find: (place, name, version) => pick(versions(place, name), version),
    list: (place) =>
      [
        ...amazon.values(),
        ...[...owned].filter(([at]) => at.startsWith(key(place, ''))).map(([, one]) => one),
      ]
        .map((one) => pick(one, '$DEFAULT'))
        .filter((one) => one !== undefined),
    versions,
    clear: () => owned.clear(),
  };
}

export function noVersion(): AwsError {
  return new AwsError(
    'InvalidDocumentVersion',
    'The document version is not valid or does not exist.',
  );
}

function asVersions(all: readonly DocumentVersion[]): Versions {
  return { all, defaultVersion: '1' };
}

function pick(versions: Versions | undefined, version: string): DocumentVersion | undefined {
  if (version === '$LATEST') return versions?.all.at(-1);
  const wanted = version === '$DEFAULT' ? versions?.defaultVersion : version;
  return versions?.all.find((one) => one.version === wanted);
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
    return build({ name, content, format: 'YAML' }, { owner: 'Amazon', version: '1' });
  });
}

function key(place: Place, name: string): string {
  return `${place.account} ${place.region} ${name}`;
}
