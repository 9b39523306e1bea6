/** What is kept of a merge, and what is closed at an ending. */
import assert from 'node:assert/strict';

import { fixMarker } from '../../../activities/code/fix-key.ts';
import { checkMerge, withdraw } from '../../../activities/code/fix/follow.ts';
import type { GitHost, PullRequest } from '../../../activities/code/host/git-host.ts';
import { openLanguages } from '../../../activities/code/validate/languages.ts';
import { told } from '../../activities/sample.ts';
import { DRAFT, PULL } from '../../domain/code-samples.ts';
import { memoryHost } from '../memory-host.ts';

const { place } = PULL;
const merged = { is: 'merged', commit: 'd'.repeat(40), at: '2026-11-23T12:00:00Z', by: 'ada' };

const OPEN = 'resource "aws_s3_bucket" "logs" {\n  bucket = "logs"\n}\n';
const FIXED = `${OPEN}
resource "aws_s3_bucket_public_access_block" "logs" {
  bucket                  = aws_s3_bucket.logs.id
  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}
`;
const languages = openLanguages();
after(() => languages.close());

function hostWith(changes: Partial<PullRequest>, source = FIXED) {
  const closed: number[] = [];
  const pull: PullRequest = {
    repository: place.repository,
    number: PULL.number,
    url: PULL.url,
    state: { is: 'open' },
    author: 'closeloop[bot]',
    ours: true,
    branch: DRAFT.branch,
    into: 'main',
    headRepository: place.repository,
    tip: PULL.tip,
    commits: 1,
    touches: { paths: [place.path], complete: true },
    body: `Text.\n\n${fixMarker(place)}`,
    ...changes,
  };
  const host: GitHost = {
    ...memoryHost(place.path, source).host,
    pullRequests: async () => await Promise.resolve([pull]),
    closePullRequest: async ({ number }) => {
      closed.push(number);
      return await Promise.resolve('closed');
    },
  };
  return { host, closed };
}

async function looked(
  changes: Partial<PullRequest>,
  { diff = DRAFT.diff, source = FIXED }: { diff?: string | null; source?: string } = {},
) {
  const kept: string[] = [];
  const keep = async (_place: unknown, one: string) => {
    kept.push(one);
    await Promise.resolve();
  };
  const { host } = hostWith({ state: merged as PullRequest['state'], ...changes }, source);
  const input = { ...told, pull: PULL, diff };
  const { status, reason } = await checkMerge({ host, languages, merged: { keep } }, input);
  return { status, reason, kept };
}

it('a fix that was merged as Closeloop wrote it is kept as an example', async () => {
  const { status, kept } = await looked({});
  assert.deepEqual({ status, kept }, { status: 'merged', kept: [DRAFT.diff] });
});

it('one that others changed before, or that another finding wrote, is not', async () => {
  for (const { status, kept } of [
    await looked({ tip: 'e'.repeat(40) }),
    await looked({}, { diff: null }),
  ])
    assert.deepEqual({ status, kept }, { status: 'merged', kept: [] });
  assert.deepEqual((await looked({ state: { is: 'open' } })).kept, []);
});

it('a merge that the default branch does not hold is none: people learn what was read', async () => {
  for (const [source, why] of [
    [OPEN, /merged by ada, but aws_s3_bucket\.logs in infra\/s3\.tf .* head of main, is not right/],
    ['', /merged by ada, but infra\/s3\.tf .* cannot be judged/],
  ] as const) {
    const { status, reason, kept } = await looked({}, { source });
    assert.deepEqual({ status, kept }, { status: 'closed', kept: [] });
    assert.match(reason, why);
  }
});

it('what is withdrawn is closed, unless somebody works on it', async () => {
  const shared = { leave: async () => await Promise.resolve('nobody-waits' as const) };
  const input = { ...told, place, reason: 'over' };
  const ours = hostWith({});
  assert.deepEqual(await withdraw({ host: ours.host, shared }, input), { status: 'closed' });
  const theirs = hostWith({ commits: 2 });

  assert.deepEqual(await withdraw({ host: theirs.host, shared }, input), { status: 'edited' });
  assert.deepEqual([ours.closed, theirs.closed], [[PULL.number], []]);
});
