/** The scripted model uses only the prompt: not the files, their names or the findings. */
import assert from 'node:assert/strict';

import { attemptFix } from '../../../../activities/code/attempt/attempt-fix.ts';
import type { AttemptInput } from '../../../../activities/code/attempt/attempt-fix.ts';
import { isRejection } from '../../../../activities/code/validate/rejection.ts';
import { languages } from '../languages.ts';
import { runFix, scriptedModel } from '../run-fix.ts';
import { MODEL, questions } from './questions.ts';

describe('the scripted model', () => {
  it('the scripted model fixes at least 30 files whose blocks and buckets have other names than in the repository', async () => {
    const { bedrock } = scriptedModel({ fault: null });
    const accepted: string[] = [];
    for (const { group, input } of questions()) {
      const renamed = withOtherNames(input);
      if (renamed === null) continue;
      const { result } = await attemptFix({ bedrock, languages, model: MODEL }, renamed);
      if (!isRejection(result)) accepted.push(group);
      if (accepted.length === 30) return;
    }

    assert.fail(`only ${accepted.length}: ${accepted.join(', ')}`);
  });

  const source = 'resource "aws_s3_bucket" "logs" {\n  bucket = "payments-logs"\n}\n';
  const about = { path: 'infra/s3.tf', source, fault: null } as const;

  it('the scripted model gets a fix proposed with the whole prompt', async () => {
    const { last, published } = await runFix(about, languages);

    assert.deepEqual([last.status, published.length], ['open', 1]);
  });

  for (const part of ['task', 'block', 'resource', 'path', 'file'])
    it(`the scripted model gets three rejections and no proposal without the ${part} in the prompt`, async () => {
      const gone = new RegExp(`<${part}-([0-9a-f]{12})>[\\s\\S]*?</${part}-\\1>`);
      const see = (prompt: string) => {
        assert.match(prompt, gone);
        return prompt.replace(gone, '');
      };

      const { attempts, last, published } = await runFix({ ...about, see }, languages);

      assert.equal(last.status, 'rejected');
      assert.deepEqual([attempts.length, published], [3, []]);
    });

  it('the scripted model changes the file of the prompt, not the file of the repository', async () => {
    const { last, published } = await runFix(
      { ...about, see: (prompt) => prompt.replaceAll('"payments-logs"', '"another-file"') },
      languages,
    );

    assert.deepEqual([last.status, published], ['rejected', []]);
  });
});

/** Null where names cannot be changed without changing what the file says: they are words of it. */
function withOtherNames(input: AttemptInput): AttemptInput | null {
  const text = Buffer.from(input.source).toString('utf8');
  const [type = '', block] = (input.target.address ?? '').split('.');
  const names = [...new Set([...namesOf(text), block ?? type, input.target.resourceName])].filter(
    (name) => name.length > 2 && !WORDS.test(name),
  );
  const rename = (words: string) =>
    names.reduce(
      (changed, name, n) =>
        changed.replaceAll(new RegExp(`(?<![\\w-])${escaped(name)}(?![\\w-])`, 'g'), otherName(n)),
      words,
    );
  const source = Buffer.from(rename(text));
  if (source.equals(Buffer.from(input.source))) return null;
  const { address, resourceName, tags } = input.target;
  const target = {
    address: address === null ? null : rename(address),
    resourceName: rename(resourceName),
    tags: new Map([...tags].map(([name, value]) => [name, rename(value)])),
  };
  return { ...input, source, target };
}

/** Names of Terraform blocks, and logical ids of a template. */
function namesOf(text: string): readonly string[] {
  const blocks = text.matchAll(/^\s*resource\s+"?[\w-]+"?\s+"?([\w-]+)"?/gm);
  const ids = text.matchAll(/^\s+"?(\w+)"?:[^\n]*\n\s+"?Type"?: /gm);
  return [...blocks, ...ids].map(([, name]) => name ?? '');
}

/** Names that are words of the languages too. */
const WORDS = /^(?:bucket|resource|this|main|Resources|Properties|Bucket|logging|key)$/;

function otherName(n: number): string {
  return `Qx${n}zzy`;
}

function escaped(name: string): string {
  return name.replaceAll(/[^\w]/g, '\\$&');
}
