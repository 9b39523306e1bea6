import assert from 'node:assert/strict';

import { ApplicationFailure } from '@temporalio/common';
import type { TestWorkflowEnvironment } from '@temporalio/testing';

import { audit, page, SEALED } from './auditing.ts';
import { timeSkipping } from './environment.ts';
import { stop } from './shared-workers.ts';

let env: TestWorkflowEnvironment;
before(async () => {
  env = await timeSkipping();
});
after(async () => {
  await stop(env);
});

describe('An audit', () => {
  it('an audit that finds everything proven tells nobody and orders nothing', async () => {
    const seen = await audit(env, [
      page({ looked: 100, proven: 100 }),
      page({ looked: 3, proven: 3 }),
    ]);
    const counts = { looked: 103, proven: 103 };
    assert.deepEqual(seen, {
      result: { stories: SEALED, closed: { counts, failed: null } },
      told: [],
      ordered: [],
    });
  });

  it('an audit orders what has no proof to be opened, tells at once, and again at its end', async () => {
    const { result, told, ordered } = await audit(env, [
      page({ looked: 2, proven: 1 }, ['f-1']),
      page({ looked: 100, proven: 100 }),
      page({ looked: 2 }, ['f-2', 'f-3']),
    ]);
    const counts = { looked: 104, proven: 101, unproven: 3, reopened: 3 };
    assert.deepEqual(result, { stories: SEALED, closed: { counts, failed: null } });
    assert.deepEqual(ordered, ['f-1', 'f-2', 'f-3']);
    assert.deepEqual(
      told.map(({ isOver, counts: { unproven, reopened } }) => [isOver, unproven, reopened]),
      [
        [false, 1, 1],
        [true, 3, 3],
      ],
    );
    assert.deepEqual(
      told[1]?.first.map(({ finding }) => finding.id),
      ['f-1', 'f-2', 'f-3'],
    );
  });

  it('an audit that may not read is not quiet: it says so, and its result shows why', async () => {
    const denied = ApplicationFailure.nonRetryable('Tried securityhub:GetFindings', 'AccessDenied');
    const { result, told } = await audit(env, [page({ looked: 5, proven: 5 }), denied]);
    const failed = 'Tried securityhub:GetFindings';
    assert.deepEqual(result, {
      stories: SEALED,
      closed: { counts: { looked: 5, proven: 5 }, failed },
    });
    assert.deepEqual(
      told.map((one) => [one.isOver, one.failed]),
      [[true, failed]],
    );
  });

  it('findings of which nobody can say who closed them are told as well', async () => {
    const { told } = await audit(env, [page({ looked: 1, unchecked: 1 })]);
    assert.deepEqual(
      told.map(({ counts }) => counts['unchecked']),
      [1],
    );
  });

  it('an order that the closer cannot carry out does not stop the other pages', async () => {
    const { result } = await audit(env, [
      page({ looked: 1 }, ['refused']),
      page({ looked: 1 }, ['f-2']),
    ]);
    const counts = { looked: 2, unproven: 2, 'order-failed': 1, reopened: 1 };
    assert.deepEqual(result, { stories: SEALED, closed: { counts, failed: null } });
  });
});
