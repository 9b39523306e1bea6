/** `policies/documents.yaml`: the documents of AWS that people have read and accepted. */
import { join } from 'node:path';

import { z } from 'zod';

import type { Control, Runbook } from '../controls/control.ts';
import { CONTROLS } from '../controls/index.ts';
import { didYouMean } from './files/nearest.ts';
import { PolicyError } from './files/policy-error.ts';
import { readPolicyFile } from './files/policy-file.ts';
import { parseShape } from './files/shape-problems.ts';

/** A version of a document of AWS that a person has read. */
export interface AcceptedDocument {
  readonly version: string;
  /** `Hash` of DescribeDocument: SHA-256 in lower-case hex. */
  readonly hash: string;
}

/** By the document's name. Several while AWS brings a new version to one Region after the other; the last is the newest. */
export type AcceptedDocuments = ReadonlyMap<string, readonly AcceptedDocument[]>;

const accepted = z.strictObject({
  version: z.string().regex(/^[1-9]\d{0,8}$/, "a version in quotes, for example '1'"),
  hash: z.string().regex(/^[0-9a-f]{64}$/, 'a SHA-256: 64 digits and letters from a to f'),
});

export const documentsFile = z.strictObject({
  documents: z.record(z.string(), z.array(accepted).min(1)).meta({
    description: 'By the name of the document of AWS: version and hash of what was accepted.',
  }),
});

/**
 * Reads `documents.yaml` in `folder`. Throws a PolicyError that names file, line and what is allowed there, also for
 * a document that no control starts.
 */
export async function loadDocuments(folder: string): Promise<AcceptedDocuments> {
  const file = await readPolicyFile(join(folder, 'documents.yaml'));
  const { documents } = parseShape(file, documentsFile);
  const known = documentsOfAws();
  const strange = Object.keys(documents).filter((name) => !known.includes(name));
  const problems = strange.map((name) =>
    file.problemAtKey(
      ['documents', name],
      `no control starts a document of AWS called "${name}"${didYouMean(name, known)}; known: ${known.join(', ')}`,
    ),
  );
  if (problems.length > 0) throw new PolicyError(problems);
  return new Map(Object.entries(documents));
}

/** Names of the documents of AWS that controls start, sorted. */
export function documentsOfAws(controls: readonly Control[] = CONTROLS): readonly string[] {
  const names = controls.flatMap(({ runbook }) =>
    runbook.owner === 'aws' ? [runbook.documentName] : [],
  );
  return [...new Set(names)].sort();
}

/** The document of AWS that the runbook starts and nobody has accepted: its control stays in shadow mode. */
export function unaccepted(
  { owner, documentName }: Pick<Runbook, 'owner' | 'documentName'>,
  documents: AcceptedDocuments,
): string | null {
  return owner === 'aws' && !documents.has(documentName) ? documentName : null;
}
