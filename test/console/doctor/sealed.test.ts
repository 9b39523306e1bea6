import assert from 'node:assert/strict';

import { compareStory } from '../../../activities/sealing/chain.ts';
import type { StoryCheck } from '../../../activities/sealing/check-story.ts';
import type { Alarm, Pass } from '../../../activities/sealing/seal-items.ts';
import type { StoryChecks } from '../../../activities/sealing/story-checks.ts';
import { sealedStories } from '../../../console/doctor/sealed.ts';
import { ledgerOf, lifecycle } from '../rows.ts';

const NOW = Date.parse('2026-11-30T15:00:00.000Z');
const hoursAgo = (hours: number) => new Date(NOW - hours * 3_600_000).toISOString();
const WHOLE: StoryCheck = { comparison: compareStory([], []), last: { number: 0, hash: null } };

function pass(at: string): Pass {
  return { began: at, at, checked: 12, differing: 0, sealed: 3 };
}

function alarm(change: Partial<Alarm> = {}): Alarm {
  const when = { since: hoursAgo(30), seen: hoursAgo(1), over: null };
  return { of: 'w-9', ...when, told: true, settled: false, what: ['line 1'], ...change };
}

async function check(given: {
  readonly alarms?: readonly Alarm[];
  readonly last?: Pass | null;
  readonly now?: StoryCheck;
}) {
  const { alarms = [], last = pass(hoursAgo(2)), now = WHOLE } = given;
  const checks: StoryChecks = {
    check: async () => await Promise.resolve(now),
    alarms: async () => await Promise.resolve(alarms),
    progress: async () => await Promise.resolve(last === null ? null : { now: null, last }),
  };
  return await sealedStories(checks, ledgerOf([lifecycle()]), NOW);
}

describe("the doctor's look at sealed stories", () => {
  it('is content where the last pass is fresh, has no open alarm, and the newest stories match now', async () => {
    const { status, found } = await check({ alarms: [alarm({ over: hoursAgo(1) })] });
    assert.equal(status, 'ok');
    assert.match(found, /ended 2026-11-30 13:00:00 UTC and compared 12; the 20 with the newest/);
  });

  it('is broken by an open alarm of the audit, and names the finding and since when', async () => {
    const { status, found, next } = await check({ alarms: [alarm()] });
    assert.equal(status, 'broken');
    assert.match(found, /^1 story is not what was sealed, the first since 2026-11-29 09:00:00 UTC/);
    assert.match(next.join('\n'), /findings show w-9/);
  });

  it('says itself what differs in the story of a scoped exception, which no command shows', async () => {
    const { next } = await check({ alarms: [alarm({ of: 'exception:3a5e09c1d2b4f687' })] });
    assert.equal(next[0], 'exception:3a5e09c1d2b4f687: line 1');
  });

  it('is broken by a story that differs now, before any audit has seen it', async () => {
    const { status, next } = await check({ now: { broken: 'no valid MAC' } });
    assert.equal(status, 'broken');
    assert.match(next.join('\n'), /findings show .*payments-logs/);
  });

  it('warns where no pass has ended yet, or the last one long ago: nothing new is sealed then', async () => {
    const never = await check({ last: null });
    assert.equal(never.status, 'warn');
    assert.match(never.next.join('\n'), /workers\/main\.ts audit/);
    const late = await check({ last: pass(hoursAgo(14)) });
    assert.equal(late.status, 'warn');
    assert.match(late.found, /the next one is overdue/);
  });

  it('warns of lines that were added and have their own seal since: nobody can put that right', async () => {
    const { status, found } = await check({ alarms: [alarm({ settled: true })] });
    assert.equal(status, 'warn');
    assert.match(
      found,
      /lines were added to 1 sealed story: by a reset in Temporal, or by a thief/,
    );
  });
});
