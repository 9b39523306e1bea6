import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

import { openLanguages } from '../../activities/code/validate/languages.ts';
import { validate } from '../../activities/code/validate/validate.ts';
import { readCorpus } from './corpus.ts';

/** What git makes of a diff: the file's bytes, or null when it refuses. */
function gitApply(diff: string, path: string, source: Uint8Array): Uint8Array | null {
  const folder = mkdtempSync(join(tmpdir(), 'closeloop-apply-'));
  try {
    const file = join(folder, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, source);
    const { status } = spawnSync('git', ['apply', '--unidiff-zero', '--whitespace=nowarn', '-'], {
      cwd: folder,
      input: diff,
      // A repository around the folder would make git look for the path there.
      env: {
        ...process.env,
        GIT_CEILING_DIRECTORIES: dirname(folder),
        GIT_DIR: join(folder, 'none'),
      },
    });
    return status === 0 ? new Uint8Array(readFileSync(file)) : null;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

describe('git apply', () => {
  const languages = openLanguages();
  after(() => languages.close());

  const corpus = readCorpus();

  for (const { id, input, expect, git } of corpus.filter((one) => one.expect === 'accepted')) {
    it(`makes the committed bytes of ${id} from the recomputed diff${git === undefined ? ' and from the answer' : ''}`, async () => {
      const result = await validate(input, languages);
      assert.ok('accepted' in result, expect);
      const path = input.paths[0] ?? '';

      assert.deepEqual(gitApply(result.diff, path, input.source), result.bytes);
      const own = gitApply(input.answer, path, input.source);
      if (git === undefined) assert.deepEqual(own, result.bytes);
      else if (git === 'refuses') assert.equal(own, null);
      else if (git === 'takes') assert.deepEqual(own, result.bytes);
      else assert.notDeepEqual(own, result.bytes);
    });
  }

  for (const { id, input } of corpus.filter(
    ({ git, expect }) => git === 'refuses' && expect !== 'accepted',
  )) {
    it(`refuses ${id} too`, () => {
      assert.equal(gitApply(input.answer, input.paths[0] ?? '', input.source), null);
    });
  }
});
