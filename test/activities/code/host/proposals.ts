import assert from 'node:assert/strict';

import type { Head } from '../../../../activities/code/host/git-host.ts';
import type { ValidatedChange } from '../../../../activities/code/pull-request/open-pull-request.ts';
import { AFTER, PATH } from './host-under-test.ts';
import type { HostUnderTest } from './host-under-test.ts';

/** A proposal for the file as it is now. */
export async function proposalFor(
  { host, repository }: HostUnderTest,
  change: Partial<ValidatedChange> = {},
): Promise<ValidatedChange> {
  const base = await headOf(host.head(repository));
  const read = await host.readFile({ repository, commit: base.commit, path: PATH }, 1000);
  assert.ok(read.kind === 'file');
  return {
    place: { repository, path: PATH, block: 'aws_s3_bucket.logs', control: 'S3.MissingVersioning' },
    base,
    before: { blob: read.blob, mode: read.mode },
    siblings: [{ path: 'other.tf', text: 'locals {}\n' }],
    after: Buffer.from(AFTER),
    at: '2026-11-23T10:11:12.345Z',
    message: 'Turn on versioning',
    title: 'Versioning of payments-logs',
    body: 'What and why.',
    maxOpen: 3,
    ...change,
  };
}

export async function headOf(read: Promise<Head | null>): Promise<Head> {
  const head = await read;
  assert.ok(head !== null);
  return head;
}

/** One branch of ours, one commit on it with our bytes, one pull request. */
export async function assertOnePullRequest(
  { people, repository }: HostUnderTest,
  proposal: ValidatedChange,
): Promise<void> {
  const ours = people.pulls(repository).filter(({ user }) => user.login === 'closeloop[bot]');
  assert.equal(ours.length, 1);
  const branches = Object.keys(await people.branches(repository)).filter((name) =>
    name.startsWith('closeloop/'),
  );
  assert.deepEqual(branches, [ours[0]?.head.ref]);
  const [branch = ''] = branches;
  assert.equal(await people.text(repository, branch, PATH), Buffer.from(proposal.after).toString());
  assert.equal(await people.ahead(repository, branch), 1);
}
