/** Reading, locating and judging happen in a thread that is ended: no file holds up what waits behind it. */
import assert from 'node:assert/strict';

import { definesResource } from '../../../../activities/code/source/defines-resource.ts';
import { openLanguages } from '../../../../activities/code/validate/languages.ts';
import type { Languages } from '../../../../activities/code/validate/languages.ts';
import { locateTarget } from '../../../../activities/code/validate/locate-target.ts';
import { isRejection } from '../../../../activities/code/validate/rejection.ts';
import { validate } from '../../../../activities/code/validate/validate.ts';

const TEMPLATE =
  'Resources:\n  Logs:\n    Type: AWS::S3::Bucket\n    Properties:\n      BucketName: payments-logs\n';
/** The parser compares each key of a map with all others: 400 KB of them would take it minutes. */
const KEYS = Array.from({ length: 36_000 }, (_, at) => `  K${at}: 1\n`).join('');
const ANSWER =
  '--- a/s3.yaml\n+++ b/s3.yaml\n@@ -4,1 +4,3 @@\n     Properties:\n+      VersioningConfiguration:\n+        Status: Enabled\n';

/** Of a processor: much for the template, and nothing for the keys. */
const SHORT_MS = 700;

function about(text: string) {
  return {
    control: 'S3.MissingVersioning',
    path: 's3.yaml',
    source: Buffer.from(text),
    target: { address: null, resourceName: 'payments-logs', tags: new Map<string, string>() },
  };
}

async function judged(text: string, languages: Languages) {
  const input = { ...about(text), answer: ANSWER, paths: ['s3.yaml'], account: '111122223333' };
  const result = await validate(input, languages);
  return isRejection(result) ? [result.code, result.follow] : ['accepted'];
}

describe('the thread that judges', () => {
  const opened: Languages[] = [];
  const open = (...limit: Parameters<typeof openLanguages>) => {
    const languages = openLanguages(...limit);
    opened.push(languages);
    return languages;
  };
  afterEach(async () => {
    await Promise.all(opened.splice(0).map((languages) => languages.close()));
  });

  it('the thread that judges is ended with a file that takes too long, which goes to people, and the next file gets another', async () => {
    const languages = open(SHORT_MS);
    const slow = await judged(`${TEMPLATE}${KEYS}`, languages);
    const next = await judged(TEMPLATE, languages);

    assert.deepEqual(slow, ['TOO_SLOW', 'unjudged']);
    assert.deepEqual(next, ['accepted']);
  });

  it('the thread that judges is ended while it locates, too, and says for how long it tried', async () => {
    const located = await locateTarget(open(), about(`${TEMPLATE}${KEYS}`));

    assert.ok(isRejection(located));
    assert.deepEqual(
      [located.code, located.reason],
      ['TOO_SLOW', 'The file could not be judged within 2 s.'],
    );
  });

  it('the thread that judges keeps a file with the name among the candidates that takes too long', async () => {
    const wanted = { types: ['AWS::S3::Bucket'], name: 'payments-logs', address: null };
    const file = { path: 's3.yaml', text: `${TEMPLATE}${KEYS}`, siblings: [] };
    const defines = definesResource(open(SHORT_MS), wanted);

    assert.equal(await defines({ ...file, named: true }), true);
    assert.equal(await defines({ ...file, named: false }), false);
  });

  it('the thread that judges answers each of several questions that are asked at once', async () => {
    const languages = open();
    const texts = [TEMPLATE, 'no template', TEMPLATE];
    const all = await Promise.all(texts.map((text) => judged(text, languages)));

    assert.deepEqual(
      all.map(([code]) => code),
      ['accepted', 'CONTEXT_MISMATCH', 'accepted'],
    );
  });
});
