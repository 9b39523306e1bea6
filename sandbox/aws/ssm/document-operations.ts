import { createHash } from 'node:crypto';

import { parse, stringify } from 'yaml';
import { z } from 'zod';

import { AwsError } from '../gateway/aws-error.ts';
import type { Caller } from './caller.ts';
import { defaultOf } from './document-store.ts';
import type { DocumentStore, DocumentVersion, Versions } from './document-store.ts';
import type { Parameter } from './document.ts';
import { parseInput } from './parse-input.ts';

type Operation = (store: DocumentStore, caller: Caller, input: unknown) => unknown;

/** Systems Manager's operations on documents, as the API Reference has them. */
export const DOCUMENT_OPERATIONS: Readonly<Record<string, Operation>> = {
  CreateDocument: create,
  UpdateDocument: update,
  DeleteDocument: remove,
  DescribeDocument: describe,
  GetDocument: get,
};

const Content = z.object({
  Name: z.string().regex(/^[\w.-]{3,128}$/),
  Content: z.string().min(1),
  DocumentFormat: z.enum(['YAML', 'JSON']).default('JSON'),
});
const New = Content.extend({ DocumentType: z.literal('Automation') });

function create(store: DocumentStore, caller: Caller, input: unknown): unknown {
  const { Name, Content: content, DocumentFormat } = parseInput(New, input);
  if (/^(aws|amazon|amzn)/i.test(Name)) {
    throw new AwsError('ValidationException', `Document name ${Name} uses a reserved prefix.`);
  }
  store.create(caller, { name: Name, content, format: DocumentFormat });
  return { DocumentDescription: described(store, caller, { name: Name, version: '1' }) };
}

function update(store: DocumentStore, caller: Caller, input: unknown): unknown {
  const { Name, Content: content, DocumentFormat } = parseInput(Content, input);
  const { version } = store.update(caller, { name: Name, content, format: DocumentFormat });
  return { DocumentDescription: described(store, caller, { name: Name, version }) };
}

function remove(store: DocumentStore, caller: Caller, input: unknown): unknown {
  store.remove(caller, parseInput(z.object({ Name: z.string() }), input).Name);
  return {};
}

const Wanted = z.object({
  Name: z.string(),
  DocumentVersion: z.string().default('$DEFAULT'),
  DocumentFormat: z.enum(['YAML', 'JSON']).optional(),
});

function describe(store: DocumentStore, caller: Caller, input: unknown): unknown {
  const { Name, DocumentVersion } = parseInput(Wanted, input);
  return { Document: described(store, caller, { name: Name, version: DocumentVersion }) };
}

/** The content as it was created, or converted where the other format is asked for. */
function get(store: DocumentStore, caller: Caller, input: unknown): unknown {
  const { Name, DocumentVersion, DocumentFormat } = parseInput(Wanted, input);
  const { document } = find(store, caller, { name: Name, version: DocumentVersion });
  const format = DocumentFormat ?? document.format;
  return {
    Name: document.name,
    DocumentVersion: document.version,
    DocumentType: 'Automation',
    DocumentFormat: format,
    Content: format === document.format ? document.content : converted(document, format),
    CreatedDate: document.createdAt,
    Status: 'Active',
  };
}

function converted({ content }: DocumentVersion, format: 'YAML' | 'JSON'): string {
  const value: unknown = parse(content);
  return format === 'YAML' ? stringify(value) : JSON.stringify(value, null, 2);
}

interface Which {
  readonly name: string;
  readonly version: string;
}

function described(store: DocumentStore, caller: Caller, which: Which): Record<string, unknown> {
  const { document, versions } = find(store, caller, which);
  return describeDocument(document, versions);
}

function find(store: DocumentStore, caller: Caller, { name, version }: Which) {
  const versions = store.versions(caller, name);
  if (!versions) throw new AwsError('InvalidDocument', 'The specified document does not exist.');
  const document = store.find(caller, name, version);
  if (!document) {
    const message = 'The document version is not valid or does not exist.';
    throw new AwsError('InvalidDocumentVersion', message);
  }
  return { document, versions };
}

/** `DocumentDescription` as DescribeDocument and CreateDocument answer it. */
function describeDocument(document: DocumentVersion, versions: Versions): Record<string, unknown> {
  return {
    Name: document.name,
    Owner: document.owner,
    PlatformTypes: ['Windows', 'Linux', 'MacOS'],
    DocumentVersion: document.version,
    DocumentType: 'Automation',
    SchemaVersion: '0.3',
    DocumentFormat: document.format,
    Tags: [],
    Hash: createHash('sha256').update(document.content).digest('hex'),
    HashType: 'Sha256',
    CreatedDate: document.createdAt,
    Status: 'Active',
    Description: document.runbook.description,
    Parameters: Object.entries(document.runbook.parameters).map(describeParameter),
    LatestVersion: versions.at(-1)?.version,
    DefaultVersion: defaultOf(versions)?.version,
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
