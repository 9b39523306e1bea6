import assert from 'node:assert/strict';
import { mock } from 'node:test';

import { startReport } from '../../../sandbox/tools/progress.ts';

describe('progress', () => {
  beforeEach(() => mock.timers.enable({ apis: ['setInterval'] }));
  afterEach(() => mock.timers.reset());

  it('says what begins, then every five seconds that it still runs and what it did last', () => {
    const said: string[] = [];
    const report = startReport('widget: build', 'two minutes', (line) => said.push(line));

    mock.timers.tick(5_000);
    report.note('[INFO] compiling parts');
    report.note('[INFO] ----------------');
    mock.timers.tick(5_000);

    assert.deepEqual(said, [
      'widget: build … (two minutes)',
      'widget: build: still at it after 0 s',
      'widget: build: still at it after 0 s, compiling parts',
    ]);
    report.stop();
  });

  it('is silent once it is over', () => {
    const said: string[] = [];
    const report = startReport('widget: build', 'two minutes', (line) => said.push(line));

    report.done();
    report.stop();
    mock.timers.tick(60_000);

    assert.deepEqual(said.slice(1), ['widget: build: done in 0 s']);
  });
});
