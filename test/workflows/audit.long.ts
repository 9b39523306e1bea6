import assert from 'node:assert/strict';

import type { TestWorkflowEnvironment } from '@temporalio/testing';

import { audit, page, SEALED } from './auditing.ts';
import { timeSkipping } from './environment.ts';
import { stop } from './shared-workers.ts';

let env: TestWorkflowEnvironment;

describe('a long audit', () => {
  before(async () => {
    env = await timeSkipping();
  });

  after(async () => {
    await stop(env);
  });

  it('an audit of a large hub goes on in a new run, with the same counts', async () => {
    const { result, runs } = await audit(
      env,
      Array.from({ length: 502 }, () => page({ looked: 100, proven: 100 })),
    );
    const counts = { looked: 50_200, proven: 50_200 };
    assert.deepEqual([result, runs], [{ stories: SEALED, closed: { counts, failed: null } }, 2]);
  }).timeout(300_000);
});
