import type { Document, DocumentFailure, Entry, Tree } from './tree.ts';

/**
 * Strict JSON (RFC 8259) with places, and without its one freedom: a key may stand once only, since readers differ
 * on which of two counts.
 */
export function readJson(text: string): Document | DocumentFailure {
  const reader = { text, at: 0 };
  try {
    const root = readValue(reader, 0);
    skipBlanks(reader);
    if (reader.at < text.length) fail(reader, 'text behind the end of the JSON value');
    return { root, aliases: 0 };
  } catch (error) {
    if (error instanceof JsonFault) return { failure: error.message, at: error.at };
    throw error;
  }
}

class JsonFault extends Error {
  override readonly name = 'JsonFault';
  readonly at: number;

  constructor(message: string, at: number) {
    super(message);
    this.at = at;
  }
}

interface Reader {
  readonly text: string;
  at: number;
}

/** Deeper documents are nobody's template. */
const DEEPEST = 200;

function readValue(reader: Reader, depth: number): Tree {
  if (depth > DEEPEST) fail(reader, `nested deeper than ${DEEPEST} levels`);
  skipBlanks(reader);
  const first = reader.text[reader.at];
  if (first === '{') return readMap(reader, depth);
  if (first === '[') return readList(reader, depth);
  return readScalar(reader);
}

function readMap(reader: Reader, depth: number): Tree {
  const start = reader.at++;
  const entries: Entry[] = [];
  const keys = new Set<string>();
  if (!take(reader, '}')) {
    do {
      skipBlanks(reader);
      const keyStart = reader.at;
      const key = readScalar(reader);
      if (key.kind !== 'scalar' || typeof key.value !== 'string') fail(reader, 'expected a key');
      else if (keys.has(key.value)) fail(reader, `the key ${key.source} stands twice`);
      else {
        keys.add(key.value);
        if (!take(reader, ':')) fail(reader, 'expected a colon');
        entries.push({ key: key.value, keyStart, value: readValue(reader, depth + 1) });
      }
    } while (take(reader, ','));
    if (!take(reader, '}')) fail(reader, 'expected a comma or the end of an object');
  }
  return { kind: 'map', entries, start, end: reader.at, call: null };
}

function readList(reader: Reader, depth: number): Tree {
  const start = reader.at++;
  const items: Tree[] = [];
  if (!take(reader, ']')) {
    do items.push(readValue(reader, depth + 1));
    while (take(reader, ','));
    if (!take(reader, ']')) fail(reader, 'expected a comma or the end of a list');
  }
  return { kind: 'list', items, start, end: reader.at, call: null };
}

const SCALAR = /"(?:[^"\\\p{Cc}]|\\.)*"|-?\d[\d.eE+-]*|true|false|null/uy;

function readScalar(reader: Reader): Tree {
  SCALAR.lastIndex = reader.at;
  const source = SCALAR.exec(reader.text)?.[0];
  if (source === undefined) return fail(reader, 'expected a JSON value');
  const value = parseScalar(source);
  if (value === undefined) return fail(reader, `${source.slice(0, 40)} is no JSON value`);
  const start = reader.at;
  reader.at += source.length;
  return { kind: 'scalar', value, source, start, end: reader.at, call: null };
}

function parseScalar(source: string): string | number | boolean | null | undefined {
  try {
    const value: unknown = JSON.parse(source);
    return isScalar(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function isScalar(value: unknown): value is string | number | boolean | null {
  return value === null || ['string', 'number', 'boolean'].includes(typeof value);
}

function take(reader: Reader, character: string): boolean {
  skipBlanks(reader);
  if (reader.text[reader.at] !== character) return false;
  reader.at++;
  return true;
}

function skipBlanks(reader: Reader): void {
  while (' \t\n\r'.includes(reader.text[reader.at] ?? 'x')) reader.at++;
}

function fail(reader: Reader, message: string): never {
  throw new JsonFault(message, reader.at);
}
