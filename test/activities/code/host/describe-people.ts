import assert from 'node:assert/strict';

import { fixBranch, fixMarker } from '../../../../activities/code/fix-key.ts';
import {
  findPullRequest,
  findUnedited,
} from '../../../../activities/code/pull-request/find-pull-request.ts';
import type { ReviewReason } from '../../../../activities/code/pull-request/human-review.ts';
import { openPullRequest } from '../../../../activities/code/pull-request/open-pull-request.ts';
import { closeFix } from '../../../../activities/code/pull-request/withdraw-fix.ts';
import { AFTER, PATH } from './host-under-test.ts';
import type { HostUnderTest } from './host-under-test.ts';
import { assertOnePullRequest, proposalFor } from './proposals.ts';

/** What Closeloop does after people changed branches and pull requests, on any host. */
export function describePeople(fresh: () => Promise<HostUnderTest>): void {
  const opened = async () => {
    const world = await fresh();
    const proposal = await proposalFor(world);
    const proposed = await openPullRequest(world.host, proposal);
    assert.ok(proposed.outcome === 'open');
    return { ...world, proposal, pull: proposed.pullRequest, branch: fixBranch(proposal.place) };
  };
  type Opened = Awaited<ReturnType<typeof opened>>;

  const goesToHumanReview = async (world: Opened, reason: ReviewReason, because: RegExp) => {
    const before = pullsOf(world);
    world.faults.clear();

    const again = await openPullRequest(world.host, world.proposal);

    assert.ok(again.outcome === 'human-review', JSON.stringify(again));
    assert.equal(again.reason, reason);
    assert.match(again.because, because);
    assert.equal(world.faults.writes(), 0);
    assert.deepEqual(pullsOf(world), before);
    return again;
  };

  it('the Git host client sends a branch that a person edited to human review and keeps the edit', async () => {
    const world = await opened();
    const { people, repository, branch } = world;
    await people.commit(repository, { branch, by: 'ada', files: { [PATH]: 'mine' } });

    await goesToHumanReview(world, 'edited', /2 commits/);

    assert.equal(await people.text(repository, branch, PATH), 'mine');
  });

  it('the Git host client sends a branch that a person replaced to human review, even with one commit', async () => {
    const world = await opened();
    const { people, repository, branch, pull } = world;
    await people.replaceBranch(repository, branch, { [PATH]: `${AFTER}# more\n` });
    await goesToHumanReview(world, 'edited', /other bytes/);

    await people.replaceBranch(repository, branch, { [PATH]: AFTER, 'evil.tf': '' });
    await goesToHumanReview(world, 'edited', /changes/);

    await people.replaceBranch(repository, branch, { [PATH]: { mode: '100755', content: AFTER } });
    await goesToHumanReview(world, 'edited', /other bytes/);

    await people.replaceBranch(repository, branch, { [PATH]: AFTER });
    const ours = await openPullRequest(world.host, world.proposal);
    assert.ok(ours.outcome === 'open');
    assert.equal(ours.pullRequest.number, pull.number);
  });

  it('the Git host client sends a pull request without our hidden id to human review', async () => {
    const world = await opened();
    const { people, repository, pull, proposal } = world;
    people.editBody(repository, pull.number, 'nothing');
    await goesToHumanReview(world, 'edited', /id/);

    const other = fixMarker({ ...proposal.place, block: 'aws_s3_bucket.other' });
    people.editBody(repository, pull.number, `${fixMarker(proposal.place)}\n${other}`);
    await goesToHumanReview(world, 'edited', /id/);
  });

  it('the Git host client adopts our pull request after a person rewrote the text above the hidden id', async () => {
    const world = await opened();
    const { people, repository, pull, proposal } = world;
    people.editBody(repository, pull.number, `LGTM\r\n\r\n${fixMarker(proposal.place)}\r\n`);

    const again = await openPullRequest(world.host, proposal);

    assert.equal(again.outcome, 'open');
  });

  it('the Git host client sends a pull request whose branch was deleted to human review and says who deleted it', async () => {
    const world = await opened();
    await world.people.deleteBranch(world.repository, world.branch, 'ada');

    await goesToHumanReview(world, 'closed', /closed by ada/);
  });

  it('the Git host client does not open a closed pull request again and passes the closer’s reason to human review', async () => {
    const world = await opened();
    const { people, repository, pull } = world;
    await people.close(repository, pull.number, { by: 'ada', comment: 'This bucket is meant so.' });

    const again = await goesToHumanReview(world, 'closed', /ada .* This bucket is meant so\./);

    assert.deepEqual(again.pullRequest?.state.is, 'closed');
  });

  it('the Git host client reports a merged pull request with the commit on the base branch', async () => {
    for (const method of ['merge', 'squash'] as const) {
      const world = await opened();
      const { people, repository, pull } = world;
      const commit = await people.merge(repository, pull.number, { by: 'ada', method });

      const again = await openPullRequest(world.host, world.proposal);

      assert.ok(again.outcome === 'merged');
      assert.ok(again.pullRequest.state.is === 'merged');
      assert.equal(again.pullRequest.state.commit, commit);
      assert.equal(again.pullRequest.state.by, 'ada');
    }
  });

  it('the Git host client sends a forged pull request with our branch name to human review', async () => {
    const world = await fresh();
    const proposal = await proposalFor(world);
    const { people, repository } = world;
    const branch = fixBranch(proposal.place);
    await people.commit(repository, { branch, by: 'mallory', files: { [PATH]: 'evil' } });
    const body = fixMarker(proposal.place);
    const number = await people.open(repository, { by: 'mallory', branch, body });

    const proposed = await openPullRequest(world.host, proposal);

    assert.ok(proposed.outcome === 'human-review');
    assert.equal(proposed.reason, 'foreign');
    assert.match(proposed.because, /mallory/);
    assert.equal(proposed.pullRequest?.number, number);
    assert.equal(people.pulls(repository).length, 1);
  });

  it('the Git host client sends a forged branch without a pull request to human review and leaves it alone', async () => {
    const world = await fresh();
    const proposal = await proposalFor(world);
    const { people, repository } = world;
    const branch = fixBranch(proposal.place);
    const tip = await people.commit(repository, { branch, by: 'mallory', files: { x: 'y' } });

    const proposed = await openPullRequest(world.host, proposal);

    assert.ok(proposed.outcome === 'human-review');
    assert.equal(proposed.reason, 'branch-taken');
    assert.equal((await people.branches(repository))[branch], tip);
    assert.deepEqual(people.pulls(repository), []);
  });

  it('the Git host client ignores a stranger’s fork with our branch name and id', async () => {
    const world = await fresh();
    const proposal = await proposalFor(world);
    const { people, repository } = world;
    const branch = fixBranch(proposal.place);
    await people.openFromFork(repository, {
      by: 'mallory',
      branch,
      body: fixMarker(proposal.place),
      files: { [PATH]: 'evil' },
    });

    const proposed = await openPullRequest(world.host, proposal);

    assert.ok(proposed.outcome === 'open');
    assert.equal(proposed.adopted, false);
    assert.equal(proposed.pullRequest.number, 2);
    await assertOnePullRequest(world, proposal);
  });

  it('the Git host client lets another finding join while the tip is the remembered one', async () => {
    const world = await opened();
    const { host, people, repository, proposal, pull, branch } = world;

    assert.equal((await findUnedited(host, proposal.place, pull.tip)).outcome, 'open');
    await people.commit(repository, { branch, files: { [PATH]: 'mine' } });
    const edited = await findUnedited(host, proposal.place, pull.tip);

    assert.ok(edited.outcome === 'human-review');
    assert.equal(edited.reason, 'edited');
    const other = { ...proposal.place, block: 'aws_s3_bucket.other' };
    const none = { outcome: 'none', branch: fixBranch(other) };
    assert.deepEqual(await findUnedited(host, other, pull.tip), none);
  });

  it('the Git host client takes a pull request for unedited after somebody merged the base into its branch', async () => {
    const { host, people, repository, proposal, pull } = await opened();
    await people.commit(repository, { files: { 'infra/other.tf': 'locals { a = 1 }\n' } });
    const tip = await people.updateBranch(repository, pull.number);

    const found = await findUnedited(host, proposal.place, pull.tip);

    assert.ok(found.outcome === 'open', JSON.stringify(found));
    assert.equal(found.pullRequest.tip, tip);
    await people.commit(repository, { branch: pull.branch, files: { 'infra/other.tf': '' } });
    const edited = await findUnedited(host, proposal.place, pull.tip);
    assert.ok(edited.outcome === 'human-review');
    assert.equal(edited.reason, 'edited');
  });

  it('the Git host client withdraws a pull request with one comment, though an answer is lost', async () => {
    for (const write of [1, 2]) {
      const { host, people, repository, proposal, pull, faults } = await opened();
      const reason = { tip: pull.tip, comment: 'The bucket is gone.' };
      faults.clear();
      faults.loseAnswerOfWrite(write);

      const lost = closeFix(host, proposal.place, reason);
      await assert.rejects(lost, { type: 'Unavailable' });
      const retried = await closeFix(host, proposal.place, reason);

      assert.equal(retried, write === 1 ? 'closed' : 'was-not-open');
      const [closed] = await host.pullRequests({ repository, number: pull.number });
      assert.ok(closed?.state.is === 'closed');
      assert.equal(closed.state.comment, 'The bucket is gone.');
      assert.deepEqual(people.comments(repository, pull.number), ['The bucket is gone.']);
    }
  });

  it('the Git host client does not withdraw a pull request that a person replaced', async () => {
    const { host, people, repository, proposal, pull, branch } = await opened();
    await people.replaceBranch(repository, branch, { [PATH]: 'mine' });

    const withdrawn = await closeFix(host, proposal.place, { tip: pull.tip, comment: 'gone' });

    assert.equal(withdrawn, 'edited');
    assert.equal(people.pulls(repository)[0]?.state, 'open');
  });

  it('the Git host client proposes a withdrawn fix again when the problem is back, and a fix that people closed never again', async () => {
    const { host, people, repository, proposal, pull, branch } = await opened();
    for (const turn of [2, 3]) {
      const found = await findPullRequest(host, proposal.place);
      assert.ok(found.outcome === 'open');
      const { tip } = found.pullRequest;
      await closeFix(host, proposal.place, { tip, comment: 'The bucket is gone.' });

      const reopened = await openPullRequest(host, proposal);

      assert.ok(reopened.outcome === 'open', JSON.stringify(reopened));
      assert.equal(reopened.adopted, false);
      assert.deepEqual(
        [reopened.pullRequest.number, reopened.pullRequest.branch],
        [pull.number + turn - 1, `${branch}-${turn}`],
      );
      const again = await openPullRequest(host, proposal);
      assert.ok(again.outcome === 'open' && again.adopted);
    }
    await people.close(repository, pull.number + 2, { by: 'ada', comment: 'No.' });
    const declined = await openPullRequest(host, proposal);
    assert.ok(declined.outcome === 'human-review');
    assert.equal(declined.reason, 'closed');
  });

  it('the Git host client does not close a merged or a missing pull request', async () => {
    const { host, people, repository, proposal, pull } = await opened();
    await people.merge(repository, pull.number);

    assert.equal(
      await closeFix(host, proposal.place, { tip: pull.tip, comment: 'gone' }),
      'was-not-open',
    );
    assert.equal(await host.closePullRequest(pull, 'gone'), 'was-not-open');
    assert.deepEqual(people.comments(repository, pull.number), []);
    assert.deepEqual(await host.pullRequests({ repository, number: 99 }), []);
  });
}

function pullsOf({ people, repository }: HostUnderTest): readonly string[] {
  return people.pulls(repository).map(({ number, state, body }) => `${number} ${state} ${body}`);
}
