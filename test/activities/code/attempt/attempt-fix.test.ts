import assert from 'node:assert/strict';

import type { BedrockRuntime } from '@aws-sdk/client-bedrock-runtime';

import { attemptFix } from '../../../../activities/code/attempt/attempt-fix.ts';
import type { AttemptInput } from '../../../../activities/code/attempt/attempt-fix.ts';
import { feedbackOf } from '../../../../activities/code/attempt/validate-answer.ts';
import { isRejection } from '../../../../activities/code/validate/rejection.ts';
import { languages } from '../languages.ts';
import { scriptedModel } from '../run-fix.ts';
import { MODEL, questions } from './questions.ts';

const accepts = async (bedrock: Pick<BedrockRuntime, 'converse'>, input: AttemptInput) => {
  const { result } = await attemptFix({ bedrock, languages, model: MODEL }, input);
  return !isRejection(result);
};

const count = async (see?: (prompt: string) => string) => {
  const { bedrock } = scriptedModel({ fault: null, ...(see !== undefined && { see }) });
  const outcomes = [];
  for (const { input } of questions()) outcomes.push(await accepts(bedrock, input));
  return outcomes.filter(Boolean).length;
};

describe('attemptFix', () => {
  it('attemptFix gets accepted answers for at least 30 files that the scripted model was not written for', async () => {
    const accepted = await count();

    assert.ok(accepted >= 30, `${accepted} accepted`);
  });

  it('attemptFix gets no accepted answer without the file, the task or the block in the prompt', async () => {
    for (const name of ['file', 'task', 'block']) {
      const gone = new RegExp(`<${name}-[0-9a-f]{12}>[\\s\\S]*?</${name}-[0-9a-f]{12}>`);
      assert.equal(await count((prompt) => prompt.replace(gone, '')), 0, name);
    }
  });

  it('attemptFix does not ask the model about a file without the block', async () => {
    const input = first();
    const { prompts, bedrock } = scriptedModel({ fault: null });
    const source = Buffer.from('resource "aws_sns_topic" "t" {\n  name = "t"\n}\n');
    const about = { ...input, source, path: 'main.tf' };
    const { result, tokens } = await attemptFix({ bedrock, languages, model: MODEL }, about);

    assert.ok(isRejection(result));
    assert.deepEqual([result.code, result.follow], ['TARGET_NOT_FOUND', 'unjudged']);
    assert.equal(feedbackOf(result), null);
    assert.deepEqual([prompts, tokens], [[], { input: 0, output: 0 }]);
  });

  it('attemptFix does not ask the model about a file that cannot be parsed or is too large', async () => {
    const input = first();
    const { prompts, bedrock } = scriptedModel({ fault: null });
    const codeOf = async (source: Buffer) => {
      const about = { ...input, source };
      const { result } = await attemptFix({ bedrock, languages, model: MODEL }, about);
      return isRejection(result) ? result.code : 'accepted';
    };
    const { source } = input;

    const latin1 = Buffer.concat([source, Buffer.from('# caf\xe9\n', 'latin1')]);
    assert.equal(await codeOf(latin1), 'SOURCE_UNPARSABLE');
    const large = Buffer.concat([source, Buffer.from(`# ${'x'.repeat(100)}\n`.repeat(6000))]);
    assert.equal(await codeOf(large), 'SOURCE_TOO_LARGE');
    assert.deepEqual(prompts, []);
  });

  it('attemptFix tells the model of an earlier rejection in words of ours', async () => {
    const input = first();
    const rejected = { check: 'size', hint: 'Make the smallest change that fixes the problem.' };
    const { prompts, bedrock } = scriptedModel({ fault: null });
    await attemptFix({ bedrock, languages, model: MODEL }, { ...input, earlier: [rejected] });

    assert.match(
      prompts[0] ?? '',
      /<rejected-[0-9a-f]{12}>\n.*rejected:\n1\. size: Make the smallest/,
    );
  });

  it('attemptFix asks for a smaller change after an answer that was cut off', async () => {
    const input = first();
    const bedrock = { converse: cutOff } as unknown as Pick<BedrockRuntime, 'converse'>;
    const { result } = await attemptFix({ bedrock, languages, model: MODEL }, input);

    assert.equal(feedbackOf(result)?.check, 'size');
  });
});

function first(): AttemptInput {
  const [question] = questions();
  assert.ok(question);
  return question.input;
}

async function cutOff() {
  const content = [{ text: '--- a/main.tf' }];
  return await Promise.resolve({ output: { message: { content } }, stopReason: 'max_tokens' });
}
