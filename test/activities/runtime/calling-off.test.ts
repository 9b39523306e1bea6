import assert from 'node:assert/strict';

import { activityClock } from '../../../activities/clock.ts';
import { remediate } from '../../../activities/runtime/remediate.ts';
import { asActivity } from '../../builders/activity.ts';
import type { Cancel } from '../../builders/activity.ts';
import { openLook } from '../../builders/control.ts';
import { make, planned, ref, SUCCESS, token } from './remediations.ts';
import type { Parts } from './remediations.ts';

describe('cancelling a remediation', () => {
  it('a remediation cancelled before its intent is stored writes nothing and says so', async () => {
    for (const when of ['at once', 'while the resource is read'] as const) {
      let cancel: Cancel = notYet;
      const look = () => {
        if (when !== 'at once') cancel('CANCELLED');
        return openLook;
      };
      const parts = make({ look });
      const { result, heartbeats } = await asActivity(async (stop) => {
        cancel = stop;
        if (when === 'at once') stop('CANCELLED');
        return await remediate(parts.deps, planned);
      });
      assert.equal(result.status, 'refused', when);
      assert.match('reason' in result ? result.reason : '', /^nothing was written: .*cancelled/);
      assert.deepEqual([parts.ssm.starts, parts.ledger.calls], [[], []]);
      assert.equal(heartbeats.at(-1), 'plan rebuilt', 'so that the server can say it in time');
    }
  });

  it('a remediation cancelled after another attempt stored the intent is interrupted', async () => {
    const execution = { token, planHash: ref.hash, executionId: null };
    const { result, starts } = await runStopped(make({ ledger: { execution } }));
    assert.equal(result.status, 'interrupted');
    assert.deepEqual(starts, []);
  });

  it('a remediation cancelled after its start is followed to its end, and its result counts', async () => {
    const running = { AutomationExecutionStatus: 'InProgress' };
    const parts = make({ executions: [running, running, SUCCESS] });
    let stop: Cancel = notYet;
    const clock = {
      ...activityClock,
      sleep: async (ms: number) => {
        stop('CANCELLED');
        await activityClock.sleep(Math.min(ms, 1));
      },
    };
    const { result } = await asActivity(async (cancel) => {
      stop = cancel;
      return await remediate({ ...parts.deps, clock }, planned);
    });
    assert.deepEqual(result, { status: 'succeeded', executionId: 'e-1' });
  });

  it('a later attempt follows a cancelled remediation too', async () => {
    const execution = { token, planHash: ref.hash, executionId: 'e-0' };
    const { result } = await runStopped(make({ ledger: { execution } }));
    assert.deepEqual(result, { status: 'succeeded', executionId: 'e-0' });
  });
});

describe('a worker that shuts down', () => {
  it('a worker that shuts down leaves a remediation that has not started to the next one', async () => {
    const parts = make();
    const ending = asActivity(async (cancel) => {
      cancel('WORKER_SHUTDOWN');
      return await remediate(parts.deps, planned);
    });
    await assert.rejects(ending, { name: 'CancelledFailure' });
    assert.deepEqual([parts.ssm.starts, parts.ledger.calls], [[], []]);
  });

  it('a worker that shuts down ends a sleep on the clock', async () => {
    const ending = asActivity(async (cancel) => {
      const sleeping = activityClock.sleep(60_000);
      cancel('WORKER_SHUTDOWN');
      await sleeping;
    });
    await assert.rejects(ending, { name: 'CancelledFailure' });
  });
});

const notYet: Cancel = () => assert.fail('nobody runs this activity yet');

async function runStopped(parts: Parts) {
  const { result } = await asActivity(async (cancel) => {
    cancel('CANCELLED');
    return await remediate(parts.deps, planned);
  });
  return { result, starts: parts.ssm.starts };
}
