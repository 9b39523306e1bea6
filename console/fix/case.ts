import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { isAbsolute, join, resolve, sep } from 'node:path';

import { z } from 'zod';

import type { SiblingFile } from '../../activities/code/validate/language.ts';
import { isModuleFile } from '../../activities/code/validate/terraform/module-files.ts';
import { CliError } from '../cli/cli-error.ts';

/** One answer to judge: its files, and the options of the command. */
export interface FixCase {
  /** For the output; null when there is only one case. */
  readonly name: string | null;
  readonly finding: string;
  readonly source: string;
  readonly diff: string;
  /** Path in the repository; null when the source's own path is all that is known. */
  readonly path: string | null;
  readonly target: string | null;
  readonly maxChangedLines: number | null;
  /** A folder with the other files of the source's folder; null without one. */
  readonly siblings: string | null;
}

const caseSchema = z.object({
  finding: z.string().default('finding.json'),
  source: z.string(),
  diff: z.string().default('answer.diff'),
  path: z.string().optional(),
  target: z.string().optional(),
  maxChangedLines: z.number().int().min(1).optional(),
  siblings: z.string().default('siblings'),
});

/** A case as a folder with `case.json`; its file names are relative to the folder. */
export async function readCaseFolder(folder: string): Promise<FixCase> {
  const file = join(folder, 'case.json');
  const parsed = caseSchema.safeParse(parseJson(await readText(file), file));
  if (!parsed.success) {
    throw new CliError('case', `${file} is no case.\n${z.prettifyError(parsed.error)}`, {
      next: ['A case names "source", and where they differ "finding", "diff", "path", "target".'],
      exitCode: 2,
    });
  }
  const { finding, source, diff, path, target, maxChangedLines, siblings } = parsed.data;
  return {
    name: folder,
    finding: join(folder, finding),
    source: join(folder, source),
    diff: join(folder, diff),
    path: path ?? null,
    target: target ?? null,
    maxChangedLines: maxChangedLines ?? null,
    siblings: existsSync(join(folder, siblings)) ? join(folder, siblings) : null,
  };
}

/** The files of a folder that Terraform reads as one module, but for the source itself. */
export async function readSiblings({
  siblings,
  source,
}: Pick<FixCase, 'siblings' | 'source'>): Promise<readonly SiblingFile[]> {
  if (siblings === null) return [];
  const entries = await readFolder(siblings);
  const files = entries.filter((name) => resolve(siblings, name) !== resolve(source));
  return Promise.all(
    files.map(async (name) => ({ path: name, text: await readText(join(siblings, name)) })),
  );
}

async function readFolder(folder: string): Promise<readonly string[]> {
  try {
    const entries = await readdir(folder, { withFileTypes: true });
    return entries
      .filter((entry) => (entry.isFile() || entry.isSymbolicLink()) && isModuleFile(entry.name))
      .map(({ name }) => name);
  } catch (cause) {
    throw new CliError('file', `The folder ${folder} could not be read.`, {
      next: ['Name a folder that exists and may be read with --siblings.'],
      exitCode: 2,
      cause,
    });
  }
}

/** Paths by which the diff may name the file: its path in the repository, else any end of its path on this machine. */
export function pathsOf({ path, source }: Pick<FixCase, 'path' | 'source'>): readonly string[] {
  if (path !== null) return [path];
  const parts = resolve(source)
    .split(sep)
    .filter((part) => part !== '');
  const ends = parts.map((_part, index) => parts.slice(index).join('/'));
  return isAbsolute(source) ? ends : [...ends.filter((end) => end !== source), source];
}

/** Throws a CliError with exit code 2 that says which file could not be read, and why. */
export async function readBytes(file: string): Promise<Uint8Array> {
  try {
    return await (file === '-' ? readStandardInput() : readFile(file));
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new CliError('file', `${file} could not be read: ${why}`, {
      next: ['Name a file that exists and may be read.'],
      exitCode: 2,
      cause,
    });
  }
}

async function readStandardInput(): Promise<Uint8Array> {
  const parts: Buffer[] = [];
  for await (const part of process.stdin) parts.push(Buffer.from(part));
  return Buffer.concat(parts);
}

export async function readText(file: string): Promise<string> {
  return Buffer.from(await readBytes(file)).toString('utf8');
}

function parseJson(text: string, file: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new CliError('case', `${file} is no JSON.`, { next: [], exitCode: 2, cause });
  }
}
