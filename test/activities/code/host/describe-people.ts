import assert from 'node:assert/strict';

import { fixBranch, fixMarker } from '../../../../activities/code/fix-key.ts';
import {
  joinFix,
  standingFix,
  withdrawFix,
} from '../../../../activities/code/pull-request/find-pull-request.ts';
import type { PeopleReason } from '../../../../activities/code/pull-request/human-review.ts';
import { proposeFix } from '../../../../activities/code/pull-request/open-pull-request.ts';
import { AFTER, PATH } from './host-under-test.ts';
import type { HostUnderTest } from './host-under-test.ts';
import { assertOnePullRequest, proposalFor } from './proposals.ts';

/** What people do to branches and pull requests, and what follows on any host. */
export function describePeople(fresh: () => Promise<HostUnderTest>): void {
  const opened = async () => {
    const world = await fresh();
    const proposal = await proposalFor(world);
    const proposed = await proposeFix(world.host, proposal);
    assert.ok(proposed.outcome === 'open');
    return { ...world, proposal, pull: proposed.pullRequest, branch: fixBranch(proposal.key) };
  };
  type Opened = Awaited<ReturnType<typeof opened>>;

  const goesToPeople = async (world: Opened, reason: PeopleReason, because: RegExp) => {
    const before = pullsOf(world);
    world.faults.clear();

    const again = await proposeFix(world.host, world.proposal);

    assert.ok(again.outcome === 'people', JSON.stringify(again));
    assert.equal(again.reason, reason);
    assert.match(again.because, because);
    assert.equal(world.faults.writes(), 0);
    assert.deepEqual(pullsOf(world), before);
    return again;
  };

  it('a branch that a person edited goes to people, and the edit stays', async () => {
    const world = await opened();
    const { people, repository, branch } = world;
    await people.commit(repository, { branch, by: 'ada', files: { [PATH]: 'mine' } });

    await goesToPeople(world, 'edited', /2 commits/);

    assert.equal(await people.text(repository, branch, PATH), 'mine');
  });

  it('a branch that a person replaced goes to people, even with one commit', async () => {
    const world = await opened();
    const { people, repository, branch, pull } = world;
    await people.replaceBranch(repository, branch, { [PATH]: `${AFTER}# more\n` });
    await goesToPeople(world, 'edited', /other bytes/);

    await people.replaceBranch(repository, branch, { [PATH]: AFTER, 'evil.tf': '' });
    await goesToPeople(world, 'edited', /touches/);

    await people.replaceBranch(repository, branch, { [PATH]: { mode: '100755', content: AFTER } });
    await goesToPeople(world, 'edited', /other bytes/);

    await people.replaceBranch(repository, branch, { [PATH]: AFTER });
    const ours = await proposeFix(world.host, world.proposal);
    assert.ok(ours.outcome === 'open');
    assert.equal(ours.pullRequest.number, pull.number);
  });

  it('a pull request whose hidden id is gone or another fix’s goes to people', async () => {
    const world = await opened();
    const { people, repository, pull, proposal } = world;
    people.editBody(repository, pull.number, 'nothing');
    await goesToPeople(world, 'edited', /id/);

    const other = fixMarker({ ...proposal.key, block: 'aws_s3_bucket.other' });
    people.editBody(repository, pull.number, `${fixMarker(proposal.key)}\n${other}`);
    await goesToPeople(world, 'edited', /id/);
  });

  it('a person’s text above the hidden id changes nothing', async () => {
    const world = await opened();
    const { people, repository, pull, proposal } = world;
    people.editBody(repository, pull.number, `LGTM\r\n\r\n${fixMarker(proposal.key)}\r\n`);

    const again = await proposeFix(world.host, proposal);

    assert.equal(again.outcome, 'open');
  });

  it('a deleted branch closes its pull request: people, with who did it', async () => {
    const world = await opened();
    await world.people.deleteBranch(world.repository, world.branch, 'ada');

    await goesToPeople(world, 'closed', /closed by ada/);
  });

  it('a closed pull request is not opened again: people, with the reason given', async () => {
    const world = await opened();
    const { people, repository, pull } = world;
    await people.close(repository, pull.number, { by: 'ada', comment: 'This bucket is meant so.' });

    const again = await goesToPeople(world, 'closed', /ada .* This bucket is meant so\./);

    assert.deepEqual(again.pullRequest?.state.is, 'closed');
  });

  it('a merged pull request is told as merged, with the commit that came into the base', async () => {
    for (const method of ['merge', 'squash'] as const) {
      const world = await opened();
      const { people, repository, pull } = world;
      const commit = await people.merge(repository, pull.number, { by: 'ada', method });

      const again = await proposeFix(world.host, world.proposal);

      assert.ok(again.outcome === 'merged');
      assert.ok(again.pullRequest.state.is === 'merged');
      assert.equal(again.pullRequest.state.commit, commit);
      assert.equal(again.pullRequest.state.by, 'ada');
    }
  });

  it('a forged pull request from our branch name in the repository goes to people', async () => {
    const world = await fresh();
    const proposal = await proposalFor(world);
    const { people, repository } = world;
    const branch = fixBranch(proposal.key);
    await people.commit(repository, { branch, by: 'mallory', files: { [PATH]: 'evil' } });
    const body = fixMarker(proposal.key);
    const number = await people.open(repository, { by: 'mallory', branch, body });

    const proposed = await proposeFix(world.host, proposal);

    assert.ok(proposed.outcome === 'people');
    assert.equal(proposed.reason, 'foreign');
    assert.match(proposed.because, /mallory/);
    assert.equal(proposed.pullRequest?.number, number);
    assert.equal(people.pulls(repository).length, 1);
  });

  it('a forged branch without a pull request goes to people, and is left as it is', async () => {
    const world = await fresh();
    const proposal = await proposalFor(world);
    const { people, repository } = world;
    const branch = fixBranch(proposal.key);
    const tip = await people.commit(repository, { branch, by: 'mallory', files: { x: 'y' } });

    const proposed = await proposeFix(world.host, proposal);

    assert.ok(proposed.outcome === 'people');
    assert.equal(proposed.reason, 'branch-taken');
    assert.equal((await people.branches(repository))[branch], tip);
    assert.deepEqual(people.pulls(repository), []);
  });

  it('a stranger’s fork with our branch name and id is neither adopted nor in the way', async () => {
    const world = await fresh();
    const proposal = await proposalFor(world);
    const { people, repository } = world;
    const branch = fixBranch(proposal.key);
    await people.openFromFork(repository, {
      by: 'mallory',
      branch,
      body: fixMarker(proposal.key),
      files: { [PATH]: 'evil' },
    });

    const proposed = await proposeFix(world.host, proposal);

    assert.ok(proposed.outcome === 'open');
    assert.equal(proposed.adopted, false);
    assert.equal(proposed.pullRequest.number, 2);
    await assertOnePullRequest(world, proposal);
  });

  it('another finding joins while the tip is the one that was remembered', async () => {
    const world = await opened();
    const { host, people, repository, proposal, pull, branch } = world;

    assert.equal((await joinFix(host, proposal.key, pull.tip)).outcome, 'open');
    await people.commit(repository, { branch, files: { [PATH]: 'mine' } });
    const edited = await joinFix(host, proposal.key, pull.tip);

    assert.ok(edited.outcome === 'people');
    assert.equal(edited.reason, 'edited');
    const other = { ...proposal.key, block: 'aws_s3_bucket.other' };
    const none = { outcome: 'none', branch: fixBranch(other) };
    assert.deepEqual(await joinFix(host, other, pull.tip), none);
  });

  it('stays what it was where somebody only brings the base into its branch', async () => {
    const { host, people, repository, proposal, pull } = await opened();
    await people.commit(repository, { files: { 'infra/other.tf': 'locals { a = 1 }\n' } });
    const tip = await people.updateBranch(repository, pull.number);

    const standing = await joinFix(host, proposal.key, pull.tip);

    assert.ok(standing.outcome === 'open', JSON.stringify(standing));
    assert.equal(standing.pullRequest.tip, tip);
    await people.commit(repository, { branch: pull.branch, files: { 'infra/other.tf': '' } });
    const edited = await joinFix(host, proposal.key, pull.tip);
    assert.ok(edited.outcome === 'people');
    assert.equal(edited.reason, 'edited');
  });

  it('is withdrawn with the reason said once, though an answer is lost', async () => {
    for (const write of [1, 2]) {
      const { host, people, repository, proposal, pull, faults } = await opened();
      const reason = { tip: pull.tip, comment: 'The bucket is gone.' };
      faults.clear();
      faults.loseAnswerOfWrite(write);

      const lost = withdrawFix(host, proposal.key, reason);
      await assert.rejects(lost, { type: 'Unavailable' });
      const retried = await withdrawFix(host, proposal.key, reason);

      assert.equal(retried, write === 1 ? 'closed' : 'was-not-open');
      const [closed] = await host.pullRequests({ repository, number: pull.number });
      assert.ok(closed?.state.is === 'closed');
      assert.equal(closed.state.comment, 'The bucket is gone.');
      assert.deepEqual(people.comments(repository, pull.number), ['The bucket is gone.']);
    }
  });

  it('is not withdrawn where a person replaced what it proposes', async () => {
    const { host, people, repository, proposal, pull, branch } = await opened();
    await people.replaceBranch(repository, branch, { [PATH]: 'mine' });

    const withdrawn = await withdrawFix(host, proposal.key, { tip: pull.tip, comment: 'gone' });

    assert.equal(withdrawn, 'edited');
    assert.equal(people.pulls(repository)[0]?.state, 'open');
  });

  it('what Closeloop withdrew is proposed anew when the problem is back; what people closed is not', async () => {
    const { host, people, repository, proposal, pull, branch } = await opened();
    for (const turn of [2, 3]) {
      const standing = await standingFix(host, proposal.key);
      assert.ok(standing.outcome === 'open');
      const { tip } = standing.pullRequest;
      await withdrawFix(host, proposal.key, { tip, comment: 'The bucket is gone.' });

      const anew = await proposeFix(host, proposal);

      assert.ok(anew.outcome === 'open', JSON.stringify(anew));
      assert.equal(anew.adopted, false);
      assert.deepEqual(
        [anew.pullRequest.number, anew.pullRequest.branch],
        [pull.number + turn - 1, `${branch}-${turn}`],
      );
      const again = await proposeFix(host, proposal);
      assert.ok(again.outcome === 'open' && again.adopted);
    }
    await people.close(repository, pull.number + 2, { by: 'ada', comment: 'No.' });
    const declined = await proposeFix(host, proposal);
    assert.ok(declined.outcome === 'people');
    assert.equal(declined.reason, 'closed');
  });

  it('what is merged or never was is not closed', async () => {
    const { host, people, repository, proposal, pull } = await opened();
    await people.merge(repository, pull.number);

    assert.equal(
      await withdrawFix(host, proposal.key, { tip: pull.tip, comment: 'gone' }),
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
