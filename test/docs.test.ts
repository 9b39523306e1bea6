/** Documents and comments name files of this repository: a file that moved takes their words along. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('..', import.meta.url));

const tracked = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], {
  cwd: ROOT,
  encoding: 'utf8',
}).split('\n');

/** Paths are written from the repository's root, with at least one folder: `domain/plan.ts`. */
const PATH =
  /(?<![\w./@<>*-])((?:domain|workflows|activities|controls|policies|client|starter|channels|workers|console|sandbox|infra|docs|test)\/[\w./-]+\.(?:ts|md|ya?ml|json|sh|py))(?![\w/])/g;

const documents = tracked.filter((file) => file.endsWith('.md'));
const code = tracked.filter((file) => file.endsWith('.ts') && existsSync(join(ROOT, file)));

it('every file that a document or a comment names exists', () => {
  const missing = [...documents, ...code.filter((file) => !file.startsWith('test/'))].flatMap(
    (file) =>
      mentions(file)
        .filter((path) => !existsSync(join(ROOT, path)))
        .map((path) => `${file} names ${path}`),
  );

  assert.deepEqual(missing, []);
});

it('every relative link of a document leads to a file', () => {
  const broken = documents.flatMap((file) =>
    [...readFileSync(join(ROOT, file), 'utf8').matchAll(/\]\((?!https?:|#)([^)#]+)(?:#[^)]*)?\)/g)]
      .map(([, target]) => target ?? '')
      .filter((target) => !existsSync(join(ROOT, dirname(file), target)))
      .map((target) => `${file} links ${target}`),
  );

  assert.deepEqual(broken, []);
});

function mentions(file: string): string[] {
  const text = readFileSync(join(ROOT, file), 'utf8');
  const lines = file.endsWith('.ts')
    ? text.split('\n').filter((line) => /^\s*(?:\/\*\*|\*|\/\/)/.test(line))
    : [text];
  return lines.flatMap((line) => [...line.matchAll(PATH)].map(([, path]) => path ?? ''));
}
