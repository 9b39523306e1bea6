import assert from 'node:assert/strict';

import type { RememberedAttempt } from '../../../../activities/ledger/code-fix/attempts.ts';
import { showFinding } from '../../../../console/commands/findings/show.ts';
import { lifecycle, NOW, textOf } from '../../rows.ts';
import { from, story } from './show-sample.ts';

const at = '2026-03-01T12:00:00.000Z';
const place = { repository: 'acme/infra', path: 'infra/s3.tf', block: 'aws_s3_bucket.logs' };
const rejected: RememberedAttempt = {
  episode: 1,
  number: 1,
  author: { kind: 'model', model: 'some.model', prompt: 'fix-1' },
  begunAt: at,
  calls: 2,
  refused: 0,
  heard: { at, text: 'Sure!', stopReason: 'end_turn', tokens: { input: 900, output: 40 } },
  judged: {
    at,
    accepted: false,
    check: 'parse',
    code: 'NO_HUNKS',
    reason: 'The answer holds no diff.',
    diff: 'Sure!',
    cut: 12,
    cost: 0.0033,
    ...place,
  },
};
const diff = '--- a/infra/s3.tf\n+++ b/infra/s3.tf\n@@ -1,1 +1,2 @@\n a\n+b\n';
const verdict = { at, accepted: true, check: '', code: '', reason: '', diff, cut: 0, ...place };
const mechanical: RememberedAttempt = {
  ...rejected,
  number: 2,
  author: { kind: 'control' },
  calls: 0,
  heard: null,
  judged: verdict,
};
const silent: RememberedAttempt = {
  ...rejected,
  number: 3,
  calls: 1,
  heard: null,
  judged: null,
};

async function shown() {
  const attempts = { attempts: async () => await Promise.resolve([rejected, mechanical, silent]) };
  const row = lifecycle();
  return await showFinding(from(row, story, { attempts }), row.workflowId, NOW);
}

describe('findings show of a code fix', () => {
  it('findings show lists each attempt with its author, its cost, its verdict and its diff', async () => {
    const text = textOf(await shown());

    assert.match(
      text,
      /attempt 1 by some\.model, prompt fix-1: rejected by parse \(NO_HUNKS\): The answer holds no diff\./,
    );
    assert.match(text, /900 tokens in, 40 out, \$0\.0033/);
    assert.match(text, /1 question more without a received answer/);
    assert.match(text, / {4}Sure!\n {4}… 12 more characters were not stored/);
    assert.match(text, /attempt 2 by the control itself, no model asked: accepted/);
    assert.match(text, /aws_s3_bucket\.logs in infra\/s3\.tf of acme\/infra/);
    assert.match(text, / {4}\+b\n/);
    assert.match(text, /attempt 3 by some\.model, prompt fix-1: no answer was received/);
  });

  it('findings show gives scripts the same, with null for what is not known', async () => {
    const { json } = await shown();

    assert.deepEqual(json['attempts'], [
      {
        episode: 1,
        number: 1,
        at,
        author: rejected.author,
        tokens: { input: 900, output: 40 },
        cost: 0.0033,
        unheard: 1,
        accepted: false,
        check: 'parse',
        code: 'NO_HUNKS',
        reason: 'The answer holds no diff.',
        ...place,
        diff: 'Sure!',
        diffCut: 12,
      },
      {
        ...NOTHING,
        number: 2,
        author: { kind: 'control' },
        tokens: { input: 0, output: 0 },
        accepted: true,
        ...place,
        diff,
      },
      { ...NOTHING, number: 3, author: rejected.author, unheard: 1 },
    ]);
  });
});

const NOTHING = {
  episode: 1,
  at,
  tokens: null,
  cost: null,
  unheard: 0,
  accepted: null,
  check: null,
  code: null,
  reason: null,
  repository: null,
  path: null,
  block: null,
  diff: null,
  diffCut: 0,
};
