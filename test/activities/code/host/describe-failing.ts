import assert from 'node:assert/strict';

import { ApplicationFailure } from '@temporalio/common';

import { fixBranch } from '../../../../activities/code/fix-key.ts';
import { openPullRequest } from '../../../../activities/code/pull-request/open-pull-request.ts';
import type { HostUnderTest } from './host-under-test.ts';
import { assertOnePullRequest, proposalFor } from './proposals.ts';

/** Failures on the way: a retry continues, or the finding goes to human review. */
export function describeFailing(fresh: () => Promise<HostUnderTest>): void {
  const proposing = async () => {
    const world = await fresh();
    const proposal = await proposalFor(world);
    world.faults.clear();
    return { ...world, world, proposal, branch: fixBranch(proposal.place) };
  };

  it('the Git host client opens one pull request after a rate limit that follows any write', async () => {
    for (let write = 1; ; write += 1) {
      const { host, world, proposal, faults } = await proposing();
      let limited = false;
      faults.afterWrite(write, async () => {
        limited = true;
        await Promise.resolve(faults.limitRate('secondary', 30));
      });

      const first = await openPullRequest(host, proposal).catch((error: unknown) => error);

      if (!limited) {
        assert.ok(write > 2, 'at least a branch and a pull request are written');
        return;
      }
      assert.ok(first instanceof ApplicationFailure, `write ${write}: ${JSON.stringify(first)}`);
      assert.deepEqual([first.type, first.nextRetryDelay], ['Throttled', 30_000]);
      assert.equal((await openPullRequest(host, proposal)).outcome, 'open');
      await assertOnePullRequest(world, proposal);
    }
  });

  it('the Git host client writes nothing with credentials that the host does not know, and fails without retry', async () => {
    const { unknown, people, repository, proposal, faults } = await proposing();

    const failed = openPullRequest(unknown, proposal);

    await assert.rejects(failed, { type: 'ConfigurationError', nonRetryable: true });
    assert.equal(faults.writes(), 0);
    assert.deepEqual(Object.keys(await people.branches(repository)), ['main']);
  });

  it('the Git host client leaves at most one pull request when its branch is deleted meanwhile', async () => {
    for (let write = 1; ; write += 1) {
      const { host, world, people, repository, proposal, branch, faults } = await proposing();
      faults.afterWrite(write, async () => {
        if (branch in (await people.branches(repository)))
          await people.deleteBranch(repository, branch, 'ada');
      });

      const first = await openPullRequest(host, proposal).catch((error: unknown) => error);

      const pulls = people.pulls(repository).length;
      if (first instanceof Error) {
        assert.equal(pulls, 0, `write ${write}`);
        assert.equal((await openPullRequest(host, proposal)).outcome, 'open');
        await assertOnePullRequest(world, proposal);
      } else if (pulls === 1 && branch in (await people.branches(repository))) continue;
      else {
        // The pull request was there, and went with its branch: people took both away.
        assert.equal((await openPullRequest(host, proposal)).outcome, 'human-review');
        assert.equal(people.pulls(repository).length, 1);
        return;
      }
    }
  });

  it('the Git host client keeps an edit on the default branch that is made while it proposes', async () => {
    for (const write of [1, 4]) {
      const { host, people, repository, proposal, faults } = await proposing();
      const { path } = proposal.place;
      faults.afterWrite(write, async () => {
        await people.commit(repository, { files: { [path]: `# edit ${write}\n` } });
      });

      await openPullRequest(host, proposal);
      const again = await openPullRequest(host, proposal);

      assert.equal(again.outcome, 'open', `write ${write}`);
      assert.equal(people.pulls(repository).length, 1);
      assert.equal(await people.text(repository, 'main', path), `# edit ${write}\n`);
    }
  });
}
