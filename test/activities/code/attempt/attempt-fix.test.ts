import assert from 'node:assert/strict';

import type { BedrockRuntime } from '@aws-sdk/client-bedrock-runtime';

import { attemptFix, lessonOf } from '../../../../activities/code/attempt/attempt-fix.ts';
import type { AttemptInput } from '../../../../activities/code/attempt/attempt-fix.ts';
import { openLanguages } from '../../../../activities/code/validate/languages.ts';
import { isRejection } from '../../../../activities/code/validate/rejection.ts';
import { MODEL, questions, scripted } from './questions.ts';

describe('an attempt at a fix', () => {
  const languages = openLanguages();
  after(() => languages.close());

  const accepts = async (bedrock: Pick<BedrockRuntime, 'converse'>, input: AttemptInput) => {
    const { result } = await attemptFix({ bedrock, languages, model: MODEL }, input);
    return !isRejection(result);
  };
  const count = async (see?: (prompt: string) => string) => {
    const { bedrock } = scripted(see);
    const outcomes = [];
    for (const { input } of questions()) outcomes.push(await accepts(bedrock, input));
    return outcomes.filter(Boolean).length;
  };

  it('is accepted for at least thirty files that the scripted model was not written for', async () => {
    const accepted = await count();

    assert.ok(accepted >= 30, `${accepted} accepted`);
  });

  it('is never accepted when the file or the task is taken out of the prompt', async () => {
    for (const name of ['file', 'task', 'block']) {
      const gone = new RegExp(`<${name}-[0-9a-f]{12}>[\\s\\S]*?</${name}-[0-9a-f]{12}>`);
      assert.equal(await count((prompt) => prompt.replace(gone, '')), 0, name);
    }
  });

  it('asks nobody about a file that has not the block, or has two', async () => {
    const input = first();
    const { asked, bedrock } = scripted();
    const source = Buffer.from('resource "aws_sns_topic" "t" {\n  name = "t"\n}\n');
    const about = { ...input, source, path: 'main.tf' };
    const { result, tokens } = await attemptFix({ bedrock, languages, model: MODEL }, about);

    assert.ok(isRejection(result));
    assert.deepEqual([result.code, result.follow], ['TARGET_NOT_FOUND', 'unjudged']);
    assert.equal(lessonOf({ result }), null);
    assert.deepEqual([asked, tokens], [[], { input: 0, output: 0 }]);
  });

  it('asks nobody about a file that nobody could judge afterwards', async () => {
    const input = first();
    const { asked, bedrock } = scripted();
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
    assert.deepEqual(asked, []);
  });

  it('hands a rejection to the next one in words of ours', async () => {
    const input = first();
    const told = { check: 'size', hint: 'Make the smallest change that fixes the problem.' };
    const { asked, bedrock } = scripted();
    await attemptFix({ bedrock, languages, model: MODEL }, { ...input, earlier: [told] });

    assert.match(
      asked[0] ?? '',
      /<rejected-[0-9a-f]{12}>\n.*rejected:\n1\. size: Make the smallest/,
    );
  });

  it('that was cut off is told to be shorter', async () => {
    const input = first();
    const bedrock = { converse: cutOff } as unknown as Pick<BedrockRuntime, 'converse'>;
    const attempt = await attemptFix({ bedrock, languages, model: MODEL }, input);

    assert.equal(lessonOf(attempt)?.check, 'size');
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
