import { z } from 'zod';

import { AwsError } from '../gateway/aws-error.ts';
import type { Caller } from './caller.ts';
import { describeDocument, identify } from './describe-document.ts';
import { type DocumentStore, noVersion } from './document-store.ts';
import { parseInput } from './parse-input.ts';

type Operation = (store: DocumentStore, caller: Caller, input: unknown) => unknown;

/** Systems Manager's operations on documents, as the API Reference has them. */
export const DOCUMENT_OPERATIONS: Readonly<Record<string, Operation>> = {
  CreateDocument: create,
  UpdateDocument: update,
  UpdateDocumentDefaultVersion: setDefault,
  DeleteDocument: (store, caller, input) => {
    store.remove(caller, parseInput(Named, input).Name);
    return {};
  },
  DescribeDocument: describe,
  GetDocument: get,
  ListDocuments: list,
};

const Named = z.object({ Name: z.string() });
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

function setDefault(store: DocumentStore, caller: Caller, input: unknown): unknown {
  const wanted = parseInput(Named.extend({ DocumentVersion: z.string() }), input);
  store.setDefault(caller, wanted.Name, wanted.DocumentVersion);
  return { Description: { Name: wanted.Name, DefaultVersion: wanted.DocumentVersion } };
}

const Wanted = Named.extend({ DocumentVersion: z.string().default('$DEFAULT') });

function describe(store: DocumentStore, caller: Caller, input: unknown): unknown {
  const { Name, DocumentVersion } = parseInput(Wanted, input);
  return { Document: described(store, caller, { name: Name, version: DocumentVersion }) };
}

function get(store: DocumentStore, caller: Caller, input: unknown): unknown {
  const { Name, DocumentVersion } = parseInput(Wanted, input);
  const { document } = find(store, caller, { name: Name, version: DocumentVersion });
  return {
    ...identify(document),
    Content: document.content,
    CreatedDate: document.createdAt,
    Status: 'Active',
  };
}

const ListInput = z.object({
  Filters: z.array(z.object({ Key: z.string(), Values: z.array(z.string()) })).default([]),
  MaxResults: z.number().int().min(1).max(50).default(50),
  NextToken: z.string().regex(/^\d+$/).default('0'),
});

/** Filters by Owner (Self, Amazon) and Name (a prefix); others are refused, not ignored. */
function list(store: DocumentStore, caller: Caller, input: unknown): unknown {
  const { Filters, MaxResults, NextToken } = parseInput(ListInput, input);
  const kept = store.list(caller).filter((document) =>
    Filters.every(({ Key, Values }) => {
      if (Key === 'Owner') return Values.includes(document.owner === 'Amazon' ? 'Amazon' : 'Self');
      if (Key === 'Name') return Values.some((value) => document.name.startsWith(value));
      throw new AwsError('InvalidFilterKey', `The sandbox does not filter documents by ${Key}.`);
    }),
  );
  const end = Number(NextToken) + MaxResults;
  const page = { DocumentIdentifiers: kept.slice(Number(NextToken), end).map(identify) };
  return end < kept.length ? { ...page, NextToken: String(end) } : page;
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
  if (!document) throw noVersion();
  return { document, versions };
}
