import assert from 'node:assert/strict';

import { run } from '../../../sandbox/tools/run.ts';

const calm = new AbortController().signal;

describe('running a command', () => {
  it('returns what it printed on stdout and shows every line as it comes', async () => {
    const lines: string[] = [];

    const out = await run('sh', ['-c', 'echo one; echo two >&2; echo three'], {
      signal: calm,
      onLine: (line) => lines.push(line),
    });

    assert.equal(out, 'one\nthree');
    assert.deepEqual(lines.sort(), ['one', 'three', 'two']);
  });

  it('fails with the command, its exit code and its last words', async () => {
    await assert.rejects(
      run('sh', ['-c', 'echo no space left >&2; exit 3'], { signal: calm }),
      /`sh -c .*` ended with 3: no space left/u,
    );
  });

  it('says when the program is not on PATH', async () => {
    await assert.rejects(
      run('no-such-program-of-closeloop', [], { signal: calm }),
      /`no-such-program-of-closeloop` is not on PATH/u,
    );
  });

  it('ends the command and its children when it is told to stop', async () => {
    const stop = new AbortController();
    const onLine = () => stop.abort(new Error('time is up'));

    // The grandchild holds the pipe open, so this ends before the test's own time limit only if it is ended too.
    const ended = run('sh', ['-c', 'sleep 300 & echo started; wait'], {
      signal: stop.signal,
      onLine,
    });

    await assert.rejects(ended, /time is up/u);
  });

  it('starts nothing once it is told to stop', async () => {
    await assert.rejects(
      run('sh', ['-c', 'echo started'], { signal: AbortSignal.abort(new Error('stopped')) }),
      /stopped/u,
    );
  });
});
