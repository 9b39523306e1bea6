import type { FileDiff, ParsedDiff } from './diff/parsed-diff.ts';
import { printable, reject } from './rejection.ts';
import type { Rejection } from './rejection.ts';

/**
 * Check 2: the diff changes lines of the located file and nothing else. `paths` are the paths by which the diff may name
 * it, usually one; all headers must use the same one. Paths are compared byte for byte.
 */
export function checkFileScope(
  diff: ParsedDiff,
  paths: readonly string[],
): { readonly file: FileDiff; readonly path: string } | Rejection {
  const [file, ...others] = diff.files;
  if (file === undefined) return reject('NO_HUNKS', 'The diff changes no file.');
  const operation = diff.files.flatMap(({ operations }) => operations)[0];
  if (operation !== undefined) return fileOperation(operation);
  const names = diff.files.flatMap((one) => one.names);
  if (names.includes('/dev/null')) return fileOperation('/dev/null');
  if (others.length > 0) {
    return reject('SEVERAL_FILES', `The diff has ${diff.files.length} parts instead of one file.`);
  }
  const path = paths.find((candidate) => isNamed(file, candidate));
  return path === undefined ? wrongFile(file, paths) : { file, path };
}

function isNamed({ names, gitNames }: FileDiff, path: string): boolean {
  const spellings = new Set([path, `./${path}`, `a/${path}`, `b/${path}`]);
  return names.every((name) => spellings.has(name)) && (gitNames === null || isGit(gitNames, path));
}

/** Nothing separates the two names of `diff --git` unambiguously, so the whole line is compared. */
function isGit(gitNames: string, path: string): boolean {
  const spellings = [
    `a/${path} b/${path}`,
    `${path} ${path}`,
    `"a/${path}" "b/${path}"`,
    `./${path} ./${path}`,
  ];
  return spellings.includes(gitNames) || !/^[\x20-\x7e]*$/.test(path);
}

function fileOperation(text: string): Rejection {
  return reject('FILE_OPERATION', 'The diff does more to the file than changing its lines.', {
    in: 'answer',
    text,
  });
}

function wrongFile({ names, gitNames }: FileDiff, paths: readonly string[]): Rejection {
  const expected = printable(paths.at(-1) ?? '');
  return reject('WRONG_FILE', `The diff changes another file than ${expected}.`, {
    in: 'answer',
    text: [...new Set(names), ...(gitNames === null ? [] : [gitNames])].join(' '),
  });
}
