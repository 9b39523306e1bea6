import assert from 'node:assert/strict';

import type { FindingHistoryRecord } from '@aws-sdk/client-securityhub';

import { lastStatusChange } from '../../../activities/audit/history.ts';

const NOW = Date.parse('2026-11-30T12:00:00.000Z');
const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const FINDING = { id: 'f-1', productArn: 'arn:aws:securityhub:eu-west-1::product/aws/config' };

describe("A finding's history", () => {
  it('the history of a finding answers the newest change of the status, in whatever order records come', async () => {
    const { last } = hub([
      update(NOW - 5 * HOUR, 'ana', 'Workflow.Status', 'RESOLVED'),
      update(NOW - 2 * HOUR, 'thief', 'Workflow/Status', 'SUPPRESSED'),
      update(NOW - 3 * HOUR, 'bob', 'Workflow', '{"Status":"NEW"}'),
    ]);
    const { change } = await last();
    assert.deepEqual([change?.by, change?.to], ['thief', 'SUPPRESSED']);
  });

  it('the history of a finding reads every page of a window', async () => {
    const noise = Array.from({ length: 250 }, (_, i) =>
      update(NOW - HOUR - i, 'product', 'Severity.Label', 'LOW'),
    );
    const { last, calls } = hub([
      ...noise,
      update(NOW - 2 * HOUR, 'thief', 'Workflow.Status', 'RESOLVED'),
    ]);
    assert.equal((await last()).change?.by, 'thief');
    assert.equal(calls.length, 3);
  });

  it('the history of a finding looks further back only where nothing newer is shown', async () => {
    const old = update(NOW - 80 * DAY, 'ana', 'Workflow.Status', 'RESOLVED');
    const { last, calls } = hub([old]);
    assert.equal((await last()).change?.by, 'ana');
    assert.equal(calls.length, 3);
    const recent = hub([update(NOW - 10 * DAY, 'thief', 'Workflow.Status', 'NEW'), old]);
    assert.equal((await recent.last()).change?.by, 'thief');
    assert.equal(recent.calls.length, 2);
  });

  it('a hint saves calls and hides nothing', async () => {
    const theft = update(NOW - HOUR, 'thief', 'Workflow.Status', 'RESOLVED');
    const proper = update(NOW - 40 * DAY, 'closer', 'Workflow.Status', 'RESOLVED');
    const hinted = hub([proper]);
    assert.equal((await hinted.last(NOW - 41 * DAY)).change?.by, 'closer');
    assert.equal(hinted.calls.length, 1);
    for (const hint of [NOW - 41 * DAY, NOW - 1000, NOW + 9 * DAY, NOW - 400 * DAY])
      assert.equal((await hub([theft, proper]).last(hint)).change?.by, 'thief', String(hint));
  });

  it('the history of a finding says whether it reaches back to the creation, which is no change', async () => {
    const made = {
      ...update(NOW - 2 * DAY, 'product', 'Workflow.Status', 'SUPPRESSED'),
      FindingCreated: true,
    };
    assert.deepEqual(await hub([made]).last(), { change: null, isWhole: true });
    assert.deepEqual(await hub([]).last(), { change: null, isWhole: false });
  });

  it('a value that AWS left out of a long record is not guessed', async () => {
    const { last } = hub([update(NOW - HOUR, 'thief', 'Workflow.Status', undefined)]);
    assert.equal((await last()).change?.to, null);
  });

  it('a history without end is an error, not a finding that nobody changed', async () => {
    const deps = { securityHub: { getFindingHistory: endless }, pace: async () => {}, clock };
    await assert.rejects(lastStatusChange(deps, FINDING, null), /more than 30000 records/);
  });
});

const endless = async () => ({ Records: [], NextToken: 'more', $metadata: {} });
const clock = { now: () => new Date(NOW) };

function update(
  at: number,
  Identity: string,
  UpdatedField: string,
  NewValue: string | undefined,
): FindingHistoryRecord {
  const Updates = [
    { UpdatedField, OldValue: 'NEW', ...(NewValue === undefined ? {} : { NewValue }) },
  ];
  const UpdateSource = { Type: 'BATCH_UPDATE_FINDINGS', Identity } as const;
  return { UpdateTime: new Date(at), FindingCreated: false, UpdateSource, Updates };
}

/** Pages of 100. */
function hub(records: readonly FindingHistoryRecord[]) {
  const calls: unknown[] = [];
  const getFindingHistory = async (input: {
    StartTime: Date;
    EndTime: Date;
    NextToken?: string;
  }) => {
    calls.push(input);
    const within = records.filter(
      ({ UpdateTime = new Date(0) }) =>
        UpdateTime >= input.StartTime && UpdateTime <= input.EndTime,
    );
    const start = Number(input.NextToken ?? 0);
    const more = start + 100 < within.length;
    return {
      Records: within.slice(start, start + 100),
      ...(more ? { NextToken: String(start + 100) } : {}),
      $metadata: {},
    };
  };
  const deps = { securityHub: { getFindingHistory }, pace: async () => {}, clock };
  return {
    calls,
    last: (hint: number | null = null) => lastStatusChange(deps as never, FINDING, hint),
  };
}
