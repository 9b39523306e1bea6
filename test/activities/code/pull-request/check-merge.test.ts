/** A merge is believed as far as the file says the same. */
import assert from 'node:assert/strict';

import { draftFix } from '../../../../activities/code/draft-fix.ts';
import { fixMarker } from '../../../../activities/code/fix-key.ts';
import type { GitHost, PullRequest } from '../../../../activities/code/host/git-host.ts';
import { checkMerge } from '../../../../activities/code/pull-request/check-merge.ts';
import { openLanguages } from '../../../../activities/code/validate/languages.ts';
import { DRAFT, PULL } from '../../../domain/lifecycle/code-fix/code-samples.ts';
import { problem, told } from '../../sample.ts';
import { memoryHost } from '../memory-host.ts';
import { depsOf, listening } from '../whole-path.ts';

const pull = { ...PULL, place: { ...PULL.place, repository: 'acme/infra' } };
const { path } = pull.place;
const open = 'resource "aws_s3_bucket" "logs" {\n  bucket = "payments-logs"\n}\n';
const block = (flag: string) =>
  `${open}\nresource "aws_s3_bucket_public_access_block" "logs" {\n  bucket                  = aws_s3_bucket.logs.id\n  block_public_acls       = true\n  block_public_policy     = true\n  ignore_public_acls      = true\n  restrict_public_buckets = ${flag}\n}\n`;

describe('a merged pull request', () => {
  const languages = openLanguages();
  after(() => languages.close());

  function world(source: string) {
    const one = { path, source, fault: null };
    const { prompts, bedrock } = listening(one);
    const memory = memoryHost(path, source);
    const host: GitHost = {
      ...memory.host,
      pullRequests: async () => await Promise.resolve([merged]),
    };
    return { memory, host, prompts, deps: depsOf({ host, languages, bedrock, one }) };
  }

  async function looked(source: string) {
    const { host } = world(source);
    const merging = { keep: async () => await Promise.resolve() };
    const input = { ...told, problem, pull, diff: DRAFT.diff };
    return await checkMerge({ host, languages, merged: merging }, input);
  }

  it('is merged where the source holds', async () => {
    const look = await looked(block('true'));

    assert.deepEqual([look.status, look.source], ['merged', undefined]);
  });

  it('is told as one that did not fix the source where people took that out before or since', async () => {
    const look = await looked(open);

    assert.deepEqual([look.status, look.source], ['merged', 'open']);
    assert.match(look.reason, /merged by ada, but aws_s3_bucket\.logs in infra\/s3\.tf .*main/);
  });

  it('is told as one of which nobody knows where the file does not say', async () => {
    assert.equal((await looked(block('var.restrict'))).source, 'unknown');
    assert.equal((await looked('resource "aws_s3_bucket" "renamed" {\n}\n')).source, 'unknown');
    assert.equal((await looked('resource "aws_s3_bucket" {')).source, 'unknown');
  });

  it('whose change is not in the file any more is a question for people, not waited for', async () => {
    const { deps, prompts } = world(open);
    const input = { ...told, problem, attempts: [], mayAsk: true };

    const drafted = await draftFix(deps, input, 1);

    assert.ok(drafted.status === 'people', JSON.stringify(drafted));
    assert.match(drafted.reason, /pull\/7 was merged, .*does not hold/);
    assert.equal(prompts.length, 0);
  });

  it('that came in while the file was read is looked at in the file as it is then', async () => {
    const { deps, host, memory } = world(open);
    const during: GitHost = {
      ...host,
      pullRequests: async (query) => {
        memory.move(block('true'));
        return await host.pullRequests(query);
      },
    };

    const drafted = await draftFix(
      { ...deps, host: during },
      { ...told, problem, attempts: [], mayAsk: true },
      1,
    );

    assert.equal(drafted.status, 'holds');
  });
});

const merged: PullRequest = {
  repository: 'acme/infra',
  number: PULL.number,
  url: PULL.url,
  state: { is: 'merged', commit: 'd'.repeat(40), at: '2026-11-23T12:00:00Z', by: 'ada' },
  author: 'closeloop[bot]',
  ours: true,
  branch: DRAFT.branch,
  into: 'main',
  headRepository: 'acme/infra',
  tip: PULL.tip,
  commits: 1,
  touches: { paths: [], complete: false },
  body: fixMarker(pull.place),
};
