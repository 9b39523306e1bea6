import assert from 'node:assert/strict';
import { mock } from 'node:test';

import { startReport } from '../../../sandbox/tools/progress.ts';

describe('progress of a tool that is being obtained', () => {
  const { isTTY } = process.stderr;
  beforeEach(() => mock.timers.enable({ apis: ['setInterval'] }));
  afterEach(() => {
    mock.timers.reset();
    process.stderr.isTTY = isTTY;
  });

  for (const { terminal, seconds } of [
    { terminal: true, seconds: 5 },
    { terminal: false, seconds: 30 },
  ])
    it(`progress ${terminal ? 'on a terminal' : 'without a terminal'} is one line every ${seconds} s with the newest output`, () => {
      process.stderr.isTTY = terminal;
      const lines: string[] = [];
      const report = startReport('widget: build', 'two minutes', (line) => lines.push(line));

      mock.timers.tick(seconds * 1000);
      report.note('[INFO] compiling parts');
      report.note('[INFO] ----------------');
      mock.timers.tick(seconds * 1000);

      assert.deepEqual(lines, [
        'widget: build … (two minutes)',
        'widget: build: still running after 0 s',
        'widget: build: still running after 0 s, compiling parts',
      ]);
      report.stop();
    });

  it('progress prints nothing more once the tool is there', () => {
    const lines: string[] = [];
    const report = startReport('widget: build', 'two minutes', (line) => lines.push(line));

    report.done();
    report.stop();
    mock.timers.tick(60_000);

    assert.deepEqual(lines.slice(1), ['widget: build: done in 0 s']);
  });
});
