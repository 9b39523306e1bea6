/** After a merge Closeloop checks the source file itself. */
import assert from 'node:assert/strict';

import { draftFix } from '../../../../activities/code/draft-fix.ts';
import { fixMarker } from '../../../../activities/code/fix-key.ts';
import type { GitHost } from '../../../../activities/code/host/git-host.ts';
import { checkMerge } from '../../../../activities/code/pull-request/check-merge.ts';
import { activityInput } from '../../../builders/activity-input.ts';
import { DRAFT, PULL } from '../../../builders/code-fix.ts';
import { problem } from '../../../builders/problem.ts';
import { languages } from '../languages.ts';
import { memoryHost, pullRequest } from '../memory-host.ts';
import { codeDeps, scriptedModel } from '../run-fix.ts';

const pull = { ...PULL, place: { ...PULL.place, repository: 'acme/infra' } };
const { path } = pull.place;
const open = 'resource "aws_s3_bucket" "logs" {\n  bucket = "payments-logs"\n}\n';
const block = (flag: string) =>
  `${open}\nresource "aws_s3_bucket_public_access_block" "logs" {\n  bucket                  = aws_s3_bucket.logs.id\n  block_public_acls       = true\n  block_public_policy     = true\n  ignore_public_acls      = true\n  restrict_public_buckets = ${flag}\n}\n`;

function world(source: string) {
  const one = { path, source, fault: null };
  const { prompts, bedrock } = scriptedModel(one);
  const memory = memoryHost(path, source);
  const host: GitHost = {
    ...memory.host,
    pullRequests: async () => await Promise.resolve([merged]),
  };
  return { memory, host, prompts, deps: codeDeps({ host, languages, bedrock, one }) };
}

async function looked(source: string) {
  const { host } = world(source);
  const merging = { keep: async () => await Promise.resolve() };
  const input = { ...activityInput, problem, pull, diff: DRAFT.diff };
  return await checkMerge({ host, languages, merged: merging }, input);
}

describe('after a merge', () => {
  it('checkMerge reports a merge whose source is compliant', async () => {
    const look = await looked(block('true'));

    assert.deepEqual([look.status, look.source], ['merged', undefined]);
  });

  it('checkMerge reports a source that is not compliant, because people removed the fix before or after the merge', async () => {
    const look = await looked(open);

    assert.deepEqual([look.status, look.source], ['merged', 'open']);
    assert.match(look.reason, /merged by ada, but aws_s3_bucket\.logs in infra\/s3\.tf .*main/);
  });

  it('checkMerge reports unknown where the file does not say whether it is compliant', async () => {
    assert.equal((await looked(block('var.restrict'))).source, 'unknown');
    assert.equal((await looked('resource "aws_s3_bucket" "renamed" {\n}\n')).source, 'unknown');
    assert.equal((await looked('resource "aws_s3_bucket" {')).source, 'unknown');
  });

  it('draftFix asks for human review when the merged change is not in the file any more', async () => {
    const { deps, prompts } = world(open);
    const input = { ...activityInput, problem, attempts: [], mayAsk: true };

    const drafted = await draftFix(deps, input, 1);

    assert.ok(drafted.status === 'people', JSON.stringify(drafted));
    assert.match(drafted.reason, /pull\/7 was merged, .*is not compliant/);
    assert.equal(prompts.length, 0);
  });

  it('draftFix checks the file again after a merge that came while it was read', async () => {
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
      { ...activityInput, problem, attempts: [], mayAsk: true },
      1,
    );

    assert.equal(drafted.status, 'holds');
  });
});

const merged = pullRequest({
  number: PULL.number,
  state: { is: 'merged', commit: 'd'.repeat(40), at: '2026-11-23T12:00:00Z', by: 'ada' },
  branch: DRAFT.branch,
  tip: PULL.tip,
  touches: { paths: [], complete: false },
  body: fixMarker(pull.place),
});
