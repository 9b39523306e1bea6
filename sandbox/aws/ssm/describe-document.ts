import type { DocumentVersion, Versions } from './document-store.ts';
import { contentHash, type Parameter } from './document.ts';

/** `DocumentDescription` as DescribeDocument and CreateDocument answer it. */
export function describeDocument(
  document: DocumentVersion,
  versions: Versions,
): Record<string, unknown> {
  return {
    ...identify(document),
    Hash: contentHash(document.content),
    HashType: 'Sha256',
    CreatedDate: document.createdAt,
    Status: 'Active',
    Description: document.runbook.description,
    Parameters: Object.entries(document.runbook.parameters).map(describeParameter),
    LatestVersion: versions.all.at(-1)?.version,
    DefaultVersion: versions.defaultVersion,
  };
}

/** `DocumentIdentifier` as ListDocuments answers it. */
export function identify(document: DocumentVersion): Record<string, unknown> {
  return {
    Name: document.name,
    Owner: document.owner,
    PlatformTypes: ['Windows', 'Linux', 'MacOS'],
    DocumentVersion: document.version,
    DocumentType: 'Automation',
    SchemaVersion: '0.3',
    DocumentFormat: document.format,
    Tags: [],
  };
}

function describeParameter([name, parameter]: readonly [string, Parameter]): Record<
  string,
  unknown
> {
  const { type, description, default: value } = parameter;
  const base = {
    Name: name,
    Type: type === 'StringList' ? 'StringList' : 'String',
    Description: description,
  };
  if (value === undefined) return base;
  return { ...base, DefaultValue: typeof value === 'string' ? value : JSON.stringify(value) };
}
