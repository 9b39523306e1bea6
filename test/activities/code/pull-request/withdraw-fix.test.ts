/** Keeps merged fixes as examples, and closes withdrawn ones. */
import assert from 'node:assert/strict';

import { fixMarker } from '../../../../activities/code/fix-key.ts';
import type { GitHost, PullRequest } from '../../../../activities/code/host/git-host.ts';
import { checkMerge } from '../../../../activities/code/pull-request/check-merge.ts';
import { withdrawFix } from '../../../../activities/code/pull-request/withdraw-fix.ts';
import { activityInput } from '../../../builders/activity-input.ts';
import { DRAFT, PULL } from '../../../builders/code-fix.ts';
import { problem } from '../../../builders/problem.ts';
import { languages } from '../languages.ts';
import { memoryHost, pullRequest } from '../memory-host.ts';

const { place } = PULL;
const merged = { is: 'merged', commit: 'd'.repeat(40), at: '2026-11-23T12:00:00Z', by: 'ada' };

function hostWith(changes: Partial<PullRequest>) {
  const closed: number[] = [];
  const pull = pullRequest({
    repository: place.repository,
    number: PULL.number,
    branch: DRAFT.branch,
    tip: PULL.tip,
    body: `Text.\n\n${fixMarker(place)}`,
    ...changes,
  });
  const host: GitHost = {
    ...memoryHost(place.path, '').host,
    pullRequests: async () => await Promise.resolve([pull]),
    closePullRequest: async ({ number }) => {
      closed.push(number);
      return await Promise.resolve('closed');
    },
  };
  return { host, closed };
}

async function looked(changes: Partial<PullRequest>, diff: string | null = DRAFT.diff) {
  const kept: string[] = [];
  const keep = async (_place: unknown, one: string) => {
    kept.push(one);
    await Promise.resolve();
  };
  const { host } = hostWith({ state: merged as PullRequest['state'], ...changes });
  const input = { ...activityInput, problem, pull: PULL, diff };
  const { status } = await checkMerge({ host, languages, merged: { keep } }, input);
  return { status, kept };
}

describe('checkMerge', () => {
  it('checkMerge keeps a fix that was merged as Closeloop wrote it as an example', async () => {
    assert.deepEqual(await looked({}), { status: 'merged', kept: [DRAFT.diff] });
  });

  it('checkMerge does not keep a fix that others changed, or that another finding proposed', async () => {
    assert.deepEqual(await looked({ tip: 'e'.repeat(40) }), { status: 'merged', kept: [] });
    assert.deepEqual(await looked({}, null), { status: 'merged', kept: [] });
    assert.deepEqual((await looked({ state: { is: 'open' } })).kept, []);
  });
});

it('withdrawFix closes the pull request, unless somebody changed it', async () => {
  const shared = {
    leave: async () => await Promise.resolve('nobody-waits' as const),
    tipOf: async () => await Promise.resolve(null),
  };
  const input = { ...activityInput, place, reason: 'over' };
  const ours = hostWith({});
  assert.deepEqual(await withdrawFix({ host: ours.host, shared }, input), { status: 'closed' });
  const theirs = hostWith({ commits: 2 });

  assert.deepEqual(await withdrawFix({ host: theirs.host, shared }, input), { status: 'edited' });
  assert.deepEqual([ours.closed, theirs.closed], [[PULL.number], []]);
});
