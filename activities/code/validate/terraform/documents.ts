import { readJson } from '../source/json-document.ts';
import { asRecord } from '../source/model.ts';
import { toPlainData } from '../source/tree.ts';
import type { HclParser } from './hcl-parser.ts';

/** Parsed policies by their raw text, `jsonencode(…)` or JSON. */
export type Documents = ReadonlyMap<string, unknown>;

/** Parses policies: the Terraform parser reads the argument of `jsonencode`. Anything else but JSON is left out. */
export async function parseDocuments(
  raws: readonly unknown[],
  parser: HclParser,
): Promise<Documents> {
  const documents = new Map<string, unknown>();
  for (const raw of raws) {
    if (typeof raw !== 'string' || documents.has(raw)) continue;
    const document = await parseOne(raw, parser);
    if (document !== null) documents.set(raw, document);
  }
  return documents;
}

async function parseOne(raw: string, parser: HclParser): Promise<unknown> {
  const argument = /^\$\{\s*jsonencode\(([\s\S]*)\)\s*\}$/.exec(raw)?.[1];
  if (argument === undefined) return parseJson(raw);
  const parsed = await parser.parse(`value = ${argument.trim()}\n`);
  if (!parsed.ok) return null;
  const attributes = asRecord(parsed.json);
  // More than one attribute: the text closed the expression and went on.
  if (attributes === null || Object.keys(attributes).length !== 1) return null;
  return asRecord(attributes['value']);
}

/** A key that appears twice is a failure: readers differ on which one counts. */
function parseJson(text: string): unknown {
  const document = readJson(text);
  return 'failure' in document ? null : asRecord(toPlainData(document.root));
}
