import type { Command } from 'commander';

import { nearest } from '../../policies/files/nearest.ts';

/**
 * Commands that `word` under `path` may have meant: those with that name or a part of it elsewhere in the tree, else
 * those with a similar spelling. Empty when there is none.
 */
export function suggest(tree: Command, path: readonly string[], word: string): readonly string[] {
  const known = pathsOf(tree, []);
  const here = known.filter((one) => one.slice(0, -1).join(' ') === path.join(' '));
  return [here, known].map((among) => alike(among, word)).find((found) => found.length > 0) ?? [];
}

function alike(among: readonly (readonly string[])[], word: string): readonly string[] {
  const wanted = word.toLowerCase();
  const named = among.filter((path) => (path.at(-1) ?? '') === wanted);
  const parts = among.filter((path) => isPart(path.at(-1) ?? '', wanted));
  const close = nearest(
    wanted,
    among.map((path) => path.at(-1) ?? ''),
  );
  const spelled = among.filter((path) => path.at(-1) === close);
  const found = [named, spelled, parts].find((paths) => paths.length > 0) ?? [];
  return found.map((path) => path.join(' '));
}

/** Shorter words match by chance. */
const SHORTEST = 3;

function isPart(name: string, word: string): boolean {
  return word.length >= SHORTEST && (name.startsWith(word) || word.startsWith(name));
}

function pathsOf(command: Command, above: readonly string[]): readonly (readonly string[])[] {
  return command.commands.flatMap((child) => {
    const path = [...above, child.name()];
    return [path, ...pathsOf(child, path)];
  });
}
