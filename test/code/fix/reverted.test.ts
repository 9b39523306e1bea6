/** A fix that was merged once, and a source that is open again. */
import assert from 'node:assert/strict';

import { draftFix } from '../../../activities/code/fix/draft-fix.ts';
import type { GitHost } from '../../../activities/code/host/git-host.ts';
import { openLanguages } from '../../../activities/code/validate/languages.ts';
import { problem, told } from '../../activities/sample.ts';
import { memoryHost, mergedFrom } from '../memory-host.ts';
import { depsOf, listening, walk } from '../whole-path.ts';

const path = 'infra/s3.tf';
const source = 'resource "aws_s3_bucket" "logs" {\n  bucket = "payments-logs"\n}\n';
const one = { path, source, mischief: null };

describe('a fix that was merged before', () => {
  const languages = openLanguages();
  after(() => languages.close());

  async function draftedAgain(move: 'not at all' | 'while we look') {
    const { published } = await walk(one, languages);
    const [change] = published;
    assert.ok(change);
    const { prompts, bedrock } = listening(one);
    const memory = memoryHost(path, source);
    const host: GitHost = {
      ...memory.host,
      pullRequests: async () => {
        if (move === 'while we look') memory.move(Buffer.from(change.bytes).toString());
        return await Promise.resolve([mergedFrom(change)]);
      },
    };
    const deps = depsOf({ host, languages, bedrock, one });
    const input = { ...told, workflowId: 'w', problem, attempts: [], mayAsk: true };
    return { result: await draftFix(deps, input, 1), prompts };
  }

  it('goes to people where the default branch does not hold it: it is not opened again', async () => {
    const { result, prompts } = await draftedAgain('not at all');

    assert.ok(result.status === 'people');
    assert.match(
      result.reason,
      /pull\/1 was merged before, but aws_s3_bucket\.logs in .* not right/,
    );
    assert.deepEqual(prompts, []);
  });

  it('is waited for where it was merged while its source was looked for', async () => {
    const { result } = await draftedAgain('while we look');

    assert.ok(result.status === 'standing');
    assert.equal(result.merged, true);
  });
});
