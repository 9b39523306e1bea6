import assert from 'node:assert/strict';

import { run } from '../../../sandbox/tools/run.ts';

const calm = new AbortController().signal;

describe('running a command', () => {
  it('a command returns its stdout and passes on every line as it comes', async () => {
    const lines: string[] = [];

    const out = await run('sh', ['-c', 'echo one; echo two >&2; echo three'], {
      signal: calm,
      onLine: (line) => lines.push(line),
    });

    assert.equal(out, 'one\nthree');
    assert.deepEqual(lines.sort(), ['one', 'three', 'two']);
  });

  it('a failing command is reported with its exit code and the end of its output', async () => {
    await assert.rejects(
      run('sh', ['-c', 'echo no space left >&2; exit 3'], { signal: calm }),
      /`sh -c .*` ended with 3: no space left/u,
    );
  });

  it('a program that is not on PATH is reported as such', async () => {
    await assert.rejects(
      run('no-such-program-of-closeloop', [], { signal: calm }),
      /`no-such-program-of-closeloop` is not on PATH/u,
    );
  });

  it('aborting a command ends its children too', async () => {
    const stop = new AbortController();
    const onLine = () => stop.abort(new Error('time is up'));

    // The grandchild holds the pipe open, so this ends before the test's own time limit only if it is ended too.
    const ended = run('sh', ['-c', 'sleep 300 & echo started; wait'], {
      signal: stop.signal,
      onLine,
    });

    await assert.rejects(ended, /time is up/u);
  });

  it('an aborted command is not started', async () => {
    await assert.rejects(
      run('sh', ['-c', 'echo started'], { signal: AbortSignal.abort(new Error('stopped')) }),
      /stopped/u,
    );
  });
});
