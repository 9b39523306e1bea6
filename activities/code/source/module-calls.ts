/** Calls of modules by their path, in the text of a repository's files. Pure. */
import { posix } from 'node:path';

import type { SiblingFile } from '../validate/language.ts';

/** The folder that a local source names, from the repository's root; null where it leads out of the repository. */
export function folderOf(path: string, source: string): string | null {
  const folder = posix.join(posix.dirname(path), source.replace(/\?.*$/, '')).replace(/\/$/, '');
  return folder.startsWith('..') || folder.startsWith('/') ? null : folder;
}

/** Files in which a module may be called, Terragrunt's included. */
export function mayCall(path: string): boolean {
  return /\.(?:tf|tofu|hcl)(?:\.json)?$/.test(path);
}

/**
 * True for a folder that is run by itself: it says where its state is or which provider it uses, or has values for its
 * variables. Modules that others call have none of these.
 * https://developer.hashicorp.com/terraform/language/modules/develop/providers
 */
export function isRootModule(files: readonly SiblingFile[]): boolean {
  return files.some(({ path, text }) => ROOT_FILE.test(path) || ROOT_BLOCK.test(text));
}

const ROOT_FILE = /(?:\.tfvars(?:\.json)?|\.terraform\.lock\.hcl)$/;
const ROOT_BLOCK = /^\s*(?:(?:backend|provider)\s+"|cloud\s*\{)|"(?:backend|provider|cloud)"\s*:/m;

/** In comments too: a call that is counted too many sends the finding to people. */
const SOURCE = /\bsource"?\s*[=:]\s*"(\.\.?\/[^"\n]*)"/g;

/**
 * The calls on the way from a module to the root: more than one where it, or a module that calls it, is called more
 * than once.
 */
export function callersUpwards(
  folder: string,
  texts: ReadonlyMap<string, string>,
): readonly string[] {
  const seen = new Set<string>();
  let at = folder;
  let callers: readonly string[] = [];
  while (!seen.has(at)) {
    seen.add(at);
    const next = callersOf(at, texts);
    if (next.length === 0) return callers;
    callers = next;
    if (next.length > 1) return next;
    at = posix.dirname(next[0] ?? '');
  }
  // A circle: nobody knows how often it is called.
  return [...callers, ...callers];
}

/** The files that call the module in a folder; a file with two calls is named twice. */
function callersOf(folder: string, texts: ReadonlyMap<string, string>): readonly string[] {
  return [...texts].flatMap(([path, text]) =>
    [...text.matchAll(SOURCE)]
      .filter(([, source = '']) => folderOf(path, source) === folder)
      .map(() => path),
  );
}

/**
 * The inputs of a call as files of variables beside the module: literal ones have their value, the others are not known,
 * whatever their default is.
 */
export function inputsAsFiles(inputs: Readonly<Record<string, unknown>>): readonly SiblingFile[] {
  const entries = Object.entries(inputs);
  const known = entries.filter(([, value]) => isLiteral(value));
  const open = entries.filter(([, value]) => !isLiteral(value)).map(([name]) => [name, null]);
  return [
    { path: 'call.auto.tfvars.json', text: JSON.stringify(Object.fromEntries(known)) },
    { path: 'call.tfvars.json', text: JSON.stringify(Object.fromEntries(open)) },
  ];
}

function isLiteral(value: unknown): boolean {
  if (typeof value === 'string') return !/[$%]\{/.test(value);
  if (typeof value === 'number' || typeof value === 'boolean') return true;
  if (Array.isArray(value)) return value.every(isLiteral);
  return typeof value === 'object' && value !== null && Object.values(value).every(isLiteral);
}
