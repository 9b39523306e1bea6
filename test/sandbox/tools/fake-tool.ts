/** A tool of the tests' own: its ways do what each test says, and its cache holds one file. */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { Surroundings } from '../../../sandbox/tools/obtain.ts';
import type { Finder, Installer, Look, Tool } from '../../../sandbox/tools/tool.ts';

export function fakeTool(parts: Partial<Tool> = {}): Tool {
  return {
    name: 'widget',
    title: 'The widget',
    version: '1.2.3',
    folder: 'widget/1.2.3',
    finders: [],
    inCache: (home) => ({ how: 'cache', look: () => lookAtFile(join(home, 'widget')) }),
    installers: [],
    help: 'Install a widget by hand.',
    ...parts,
  };
}

export function finder(how: string, look: Look, binding = false): Finder {
  return { how, binding, look: () => Promise.resolve(look) };
}

export const HERE: Look = { here: true, path: '/somewhere/widget', version: '1.2.3' };
export const ABSENT: Look = { here: false, why: 'there is none' };

/** Writes the file that the cache looks for. */
export function works(how: string): Installer {
  return installer(how, (staging) => writeFile(join(staging, 'widget'), '1.2.3'));
}

export function fails(how: string, why: string): Installer {
  return installer(how, () => Promise.reject(new Error(why)));
}

export function installer(how: string, install: Installer['install'], limitMs = 60_000): Installer {
  return { how, expect: 'a moment', limitMs, install };
}

export interface Scratch {
  readonly around: Surroundings;
  /** Every progress line so far. */
  readonly said: string[];
}

/** Runs a test with a cache folder of its own, removed afterwards. */
export async function withScratch(test: (scratch: Scratch) => Promise<void>): Promise<void> {
  const cacheRoot = await mkdtemp(join(tmpdir(), 'closeloop-tools-test-'));
  const said: string[] = [];
  const signal = new AbortController().signal;
  try {
    await test({ around: { cacheRoot, signal, say: (line) => said.push(line) }, said });
  } finally {
    await rm(cacheRoot, { recursive: true, force: true });
  }
}

async function lookAtFile(path: string): Promise<Look> {
  try {
    return { here: true, path, version: await readFile(path, 'utf8') };
  } catch {
    return { here: false, why: 'nothing cached' };
  }
}
