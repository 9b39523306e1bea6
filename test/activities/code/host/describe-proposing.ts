import assert from 'node:assert/strict';

import { fixBranch, fixMarker } from '../../../../activities/code/fix-key.ts';
import { openPullRequest } from '../../../../activities/code/pull-request/open-pull-request.ts';
import { AFTER, PATH } from './host-under-test.ts';
import type { HostUnderTest } from './host-under-test.ts';
import { assertOnePullRequest, proposalFor } from './proposals.ts';

/** What proposing means on any host: one branch, one commit, one pull request, or human review. */
export function describeProposing(fresh: () => Promise<HostUnderTest>): void {
  it('the Git host client opens one pull request with one commit by the app', async () => {
    const world = await fresh();
    const proposal = await proposalFor(world);

    const proposed = await openPullRequest(world.host, proposal);

    assert.ok(proposed.outcome === 'open');
    assert.equal(proposed.adopted, false);
    const { pullRequest } = proposed;
    assert.equal(pullRequest.ours, true);
    assert.equal(pullRequest.commits, 1);
    assert.equal(pullRequest.into, 'main');
    assert.equal(pullRequest.branch, fixBranch(proposal.place));
    assert.deepEqual(pullRequest.touches, { paths: [PATH], complete: true });
    assert.equal(pullRequest.body, `What and why.\n\n${fixMarker(proposal.place)}`);
    await assertOnePullRequest(world, proposal);
  });

  it('the Git host client keeps the mode of the file that it changes', async () => {
    const world = await fresh();
    const path = 'scripts/apply.sh';
    const proposal = await proposalFor(world);
    const { base, place } = proposal;
    const at = { repository: world.repository, commit: base.commit, path };
    const read = await world.host.readFile(at, 100);
    assert.ok(read.kind === 'file');

    const proposed = await openPullRequest(world.host, {
      ...proposal,
      place: { ...place, path },
      before: read,
    });

    assert.ok(proposed.outcome === 'open');
    const after = await world.host.readFile({ ...at, commit: proposed.pullRequest.tip }, 1000);
    assert.ok(after.kind === 'file');
    assert.equal(after.mode, '100755');
  });

  it('the Git host client adopts its own pull request when repeated', async () => {
    const world = await fresh();
    const proposal = await proposalFor(world);

    await openPullRequest(world.host, proposal);
    const again = await openPullRequest(world.host, { ...proposal, at: '2026-11-24T00:00:00Z' });

    assert.ok(again.outcome === 'open');
    assert.equal(again.adopted, true);
    await assertOnePullRequest(world, proposal);
  });

  it('the Git host client opens one pull request, whichever write loses its answer', async () => {
    for (let write = 1; ; write += 1) {
      const world = await fresh();
      const proposal = await proposalFor(world);
      world.faults.clear();
      world.faults.loseAnswerOfWrite(write);

      const first = await openPullRequest(world.host, proposal).catch((error: unknown) => error);
      const lost = first instanceof Error;
      if (lost) assert.deepEqual(Reflect.get(first, 'type'), 'Unavailable');
      const retried = await openPullRequest(world.host, proposal);

      assert.ok(retried.outcome === 'open', `write ${write}: ${JSON.stringify(retried)}`);
      await assertOnePullRequest(world, proposal);
      if (lost) continue;
      assert.ok(write > 2, 'at least a branch and a pull request are written');
      return;
    }
  });

  it('the Git host client opens one pull request for several workers at once', async () => {
    const world = await fresh();
    const proposal = await proposalFor(world);
    const other = { ...proposal, at: '2026-11-24T00:00:00Z' };

    const results = await Promise.all(
      [proposal, other, proposal].map(async (one) => await openPullRequest(world.host, one)),
    );

    assert.deepEqual(
      results.map(({ outcome }) => outcome),
      ['open', 'open', 'open'],
    );
    await assertOnePullRequest(world, proposal);
  });

  it('the Git host client proposes on its own base when the default branch changed and the file did not', async () => {
    const world = await fresh();
    const proposal = await proposalFor(world);
    await world.people.commit(world.repository, { files: { 'README.md': 'new' } });

    const proposed = await openPullRequest(world.host, proposal);

    assert.equal(proposed.outcome, 'open');
    await assertOnePullRequest(world, proposal);
  });

  for (const [what, file] of [
    ['was edited', `${AFTER}# edited\n`],
    ['became a program', { mode: '100755', content: AFTER }],
    ['is gone', null],
    ['became a link', { mode: '120000', content: 'other.tf' }],
  ] as const) {
    it(`the Git host client asks for a new validation when the file on the default branch ${what}`, async () => {
      const world = await fresh();
      const proposal = await proposalFor(world);
      const commit = await world.people.commit(world.repository, { files: { [PATH]: file } });
      world.faults.clear();

      const proposed = await openPullRequest(world.host, proposal);

      assert.deepEqual(proposed, { outcome: 'file-changed', head: { branch: 'main', commit } });
      assert.equal(world.faults.writes(), 0);
    });
  }

  it('the Git host client keeps others’ commits when the base changes while it proposes', async () => {
    const world = await fresh();
    const { people, repository } = world;
    const proposal = await proposalFor(world);
    world.faults.clear();
    world.faults.afterWrite(4, async () => {
      await people.commit(repository, { files: { 'infra/other.tf': 'theirs' } });
    });

    const proposed = await openPullRequest(world.host, proposal);

    assert.ok(proposed.outcome === 'open');
    await people.merge(repository, proposed.pullRequest.number);
    assert.equal(await people.text(repository, 'main', PATH), AFTER);
    assert.equal(await people.text(repository, 'main', 'infra/other.tf'), 'theirs');
  });

  for (const path of ['.github/workflows/deploy.yml', 'infra/.terraform.lock.hcl', 'Jenkinsfile']) {
    it(`never changes ${path}`, async () => {
      const world = await fresh();
      const proposal = await proposalFor(world);
      world.faults.clear();

      const proposed = await openPullRequest(world.host, {
        ...proposal,
        place: { ...proposal.place, path },
      });

      assert.ok(proposed.outcome === 'human-review');
      assert.equal(proposed.reason, 'protected-path');
      assert.equal(world.faults.writes(), 0);
    });
  }

  it('the Git host client opens no more pull requests in a repository than policy allows', async () => {
    const world = await fresh();
    const proposal = await proposalFor(world, { maxOpen: 2 });
    const block = (name: string) => ({ ...proposal, place: { ...proposal.place, block: name } });
    const first = await openPullRequest(world.host, block('a'));
    await openPullRequest(world.host, block('b'));

    const third = await openPullRequest(world.host, block('c'));

    assert.ok(third.outcome === 'human-review');
    assert.equal(third.reason, 'too-many-open');
    assert.equal(Object.keys(await world.people.branches(world.repository)).length, 3);
    assert.ok(first.outcome === 'open');
    await world.host.closePullRequest(first.pullRequest, 'not needed any more');
    assert.equal((await openPullRequest(world.host, block('c'))).outcome, 'open');
  });
}
