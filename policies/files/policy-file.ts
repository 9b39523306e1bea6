/** A YAML file, with line and column of each of its parts. */
import { readFile } from 'node:fs/promises';

import { LineCounter, isMap, isNode, isPair, parseDocument } from 'yaml';
import type { Document, YAMLError } from 'yaml';

import type { PolicyProblem } from './policy-error.ts';

export type Path = readonly PropertyKey[];

export interface PolicyFile {
  readonly file: string;
  /** Plain values; null when the file could not be parsed. */
  readonly value: unknown;
  /** What YAML itself refuses: syntax, the same key twice, unknown tags. */
  readonly problems: readonly PolicyProblem[];
  /** A problem at this path, or at its nearest parent that is there. */
  problemAt(path: Path, text: string): PolicyProblem;
  /** As `problemAt`, but at the key itself rather than at its value. */
  problemAtKey(path: Path, text: string): PolicyProblem;
}

/** Reads one file; a file that cannot be read is a problem, not an exception. */
export async function readPolicyFile(file: string): Promise<PolicyFile> {
  try {
    return parsePolicyFile(await readFile(file, 'utf8'), file);
  } catch (error) {
    if (!(error instanceof Error) || !('code' in error)) throw error;
    const text = `the file cannot be read (${String(error.code)}); it must be there, also where all is default`;
    const unread = { file, line: 1, column: 1, path: '', text };
    const problemAt = () => unread;
    return { file, value: null, problems: [unread], problemAt, problemAtKey: problemAt };
  }
}

/** As `readPolicyFile`, from text; `file` is for the words of problems. */
export function parsePolicyFile(source: string, file: string): PolicyFile {
  const lines = new LineCounter();
  // Keys are text: an account id that begins with 0 must not become a number.
  const document = parseDocument(source, {
    lineCounter: lines,
    stringKeys: true,
    prettyErrors: false,
  });
  const at = (offset: number, path: Path, text: string): PolicyProblem => {
    const { line, col } = lines.linePos(offset);
    return { file, line: Math.max(line, 1), column: Math.max(col, 1), path: path.join('.'), text };
  };
  const broken = [...document.errors, ...document.warnings].map((wrong) =>
    at(wrong.pos[0], [], describe(wrong, source.slice(wrong.pos[0]))),
  );
  return {
    file,
    value: broken.length === 0 ? document.toJS() : null,
    problems: broken,
    problemAt: (path, text) => at(valueOffset(document, path), path, text),
    problemAtKey: (path, text) => at(keyOffset(document, path), path, text),
  };
}

/** `there` is the text from the place on. */
function describe({ code, message }: YAMLError, there: string): string {
  const [first = ''] = there.split('\n');
  if (code !== 'DUPLICATE_KEY') return `not valid YAML: ${message}`;
  const key = /^("[^"]*"|'[^']*'|[^:]*)/.exec(first)?.[0] ?? first;
  return `"${key.replaceAll(/^["']|["']$/g, '')}" is there twice; keep one`;
}

function valueOffset(document: Document, path: Path): number {
  for (let length = path.length; length >= 0; length -= 1) {
    const node = length === 0 ? document.contents : document.getIn(path.slice(0, length), true);
    if (isNode(node) && node.range) return node.range[0];
  }
  return 0;
}

function keyOffset(document: Document, path: Path): number {
  const parent = path.length === 1 ? document.contents : document.getIn(path.slice(0, -1), true);
  const key = String(path.at(-1));
  const pair = isMap(parent)
    ? parent.items.find((item) => isPair(item) && isNode(item.key) && String(item.key) === key)
    : undefined;
  const node = pair?.key;
  return isNode(node) && node.range ? node.range[0] : valueOffset(document, path);
}
