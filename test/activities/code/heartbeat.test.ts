/** Temporal notices a lost code worker by a missing heartbeat, not by the longest time that a model may take. */
import assert from 'node:assert/strict';
import { mock } from 'node:test';

import { msToNumber } from '@temporalio/common/lib/time.js';

import { codeActivities } from '../../../activities/code/activities.ts';
import { OPTIONS } from '../../../workflows/activity-options.ts';
import { activityInput } from '../../builders/activity-input.ts';
import { asActivity } from '../../builders/activity.ts';
import { problem } from '../../builders/problem.ts';
import { languages } from './languages.ts';
import { memoryHost } from './memory-host.ts';
import { codeDeps, scriptedModel } from './run-fix.ts';

const path = 'infra/s3.tf';
const source = 'resource "aws_s3_bucket" "logs" {\n  bucket = "payments-logs"\n}\n';

describe('the code worker’s draftFix', () => {
  afterEach(() => mock.timers.reset());

  it('the code worker’s draftFix sends at least one heartbeat in each timeout, and none for a quick answer', async () => {
    const one = { path, source, fault: null };
    const beats = async (wait: () => void) => {
      const { bedrock } = scriptedModel(one);
      const { host } = memoryHost(path, source);
      const deps = codeDeps({ host, languages, bedrock, one });
      const begin: typeof deps.attempts.begin = async (...about) => {
        wait();
        return await deps.attempts.begin(...about);
      };
      const ledger = { openEpisode: async () => 1, record: async () => {} };
      const parts = { ...deps, attempts: { ...deps.attempts, begin }, ledger };
      const code = codeActivities(parts as unknown as Parameters<typeof codeActivities>[0]);
      mock.timers.enable({ apis: ['setInterval'] });
      const input = { ...activityInput, problem, attempts: [], mayAsk: true };
      const { result, heartbeats } = await asActivity(async () => await code.draftFix(input));
      mock.timers.reset();
      assert.equal(result.status, 'drafted');
      return heartbeats.length;
    };

    const slow = await beats(() => mock.timers.tick(2 * MINUTE));
    assert.ok(slow >= 4, `${slow} in two minutes`);
    assert.equal(await beats(() => {}), 0);
    assert.ok(msToNumber(OPTIONS.draftFix.heartbeatTimeout) <= MINUTE);
    assert.ok(msToNumber(OPTIONS.proposeFix.heartbeatTimeout) <= MINUTE);
  });
});

const MINUTE = 60_000;
