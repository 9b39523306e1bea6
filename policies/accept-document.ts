/** What `closeloop controls accept-document` writes into the policy folder, for people to review and commit. */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { isMap, parseDocument } from 'yaml';

import type { AcceptedDocument } from './documents.ts';

/** A document of AWS as a person has seen it. */
export interface SeenDocument extends AcceptedDocument {
  readonly name: string;
  readonly content: string;
  readonly format: 'YAML' | 'JSON';
}

/** The text that was accepted last, to show what changed since; null where the folder does not have it. */
export async function acceptedText(
  folder: string,
  document: Pick<SeenDocument, 'name' | 'format'>,
): Promise<string | null> {
  try {
    return await readFile(join(folder, textFile(document)), 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
}

/** Adds the entry to documents.yaml and the text beside it; answers the names of both files. Throws what Node throws. */
export async function acceptDocument(
  folder: string,
  seen: SeenDocument,
): Promise<readonly string[]> {
  const text = textFile(seen);
  const file = join(folder, FILE);
  const now = withAccepted(await readFile(file, 'utf8'), seen);
  await mkdir(join(folder, TEXTS), { recursive: true });
  await writeFile(join(folder, text), seen.content);
  await writeFile(file, now);
  return [FILE, text];
}

const FILE = 'documents.yaml';
/** Nothing reads them but people, and the next difference. */
const TEXTS = 'documents';

function textFile({ name, format }: Pick<SeenDocument, 'name' | 'format'>): string {
  return join(TEXTS, `${name}.${format.toLowerCase()}`);
}

/** The text of documents.yaml with that entry as the document's newest; comments and other entries stay. */
function withAccepted(
  source: string,
  { name, version, hash }: AcceptedDocument & { readonly name: string },
): string {
  // Quoted: as plain YAML a version is a number, and some hashes are too.
  const quoted = { defaultStringType: 'QUOTE_SINGLE', defaultKeyType: 'PLAIN' } as const;
  const document = parseDocument(source, { stringKeys: true });
  const entry = document.createNode({ version, hash });
  const path = ['documents', name];
  if (document.hasIn(path)) document.addIn(path, entry);
  else document.setIn(path, document.createNode([entry]));
  const { contents } = document;
  const all = isMap(contents) ? contents.get('documents', true) : null;
  // `{}` of an empty file would go on as one long line.
  if (isMap(all)) all.flow = false;
  return document.toString({ ...quoted, lineWidth: 0, singleQuote: true });
}
