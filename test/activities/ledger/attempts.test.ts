import assert from 'node:assert/strict';

import {
  dynamoAttempts,
  unansweredCalls,
  type Attempts,
} from '../../../activities/ledger/code-fix/attempts.ts';
import { dynamoMergedFixes } from '../../../activities/ledger/code-fix/merged-fixes.ts';
import { openStore } from '../../../activities/ledger/dynamodb/store.ts';
import { ledgerRow, newId, storyEntry } from '../../builders/story.ts';
import { PREFIX, startLedgerWorld } from './ledger-world.ts';
import type { LedgerWorld } from './ledger-world.ts';

const author = { kind: 'model', model: 'm', prompt: 'fix-1' } as const;
const at = '2026-03-01T12:00:00.000Z';
const about = { author, at };
const said = { at, text: 'no diff', stopReason: 'end_turn', tokens: { input: 100, output: 20 } };
const judged = {
  at,
  accepted: false,
  check: 'parse',
  code: 'NO_HUNKS',
  reason: 'No diff.',
  diff: 'no diff',
  cut: 0,
  cost: 0.0006,
  repository: 'acme/infra',
  path: 'main.tf',
  block: 'aws_s3_bucket.logs',
};

function place(number = 1, episode = 1) {
  return { workflowId: newId(), episode, number };
}

describe('attempts at a fix in the ledger', () => {
  let world: LedgerWorld;
  let kept: Attempts;
  before(async () => {
    world = await startLedgerWorld();
    kept = dynamoAttempts(openStore(world.client, PREFIX));
  });
  after(async () => await world.stop());

  it('an attempt is stored with calls, answer and verdict beside the story', async () => {
    const one = place();
    const { workflowId } = one;
    await world.ledger.openEpisode(workflowId, 'run-1');
    await world.ledger.record(workflowId, 1, {
      episode: 1,
      row: ledgerRow(),
      entries: [storyEntry(1)],
    });
    await kept.begin({ ...one, number: 2 }, about);
    await kept.begin(one, about);
    await kept.recordAnswer(one, said);
    await kept.recordJudgement(one, { author, judged });

    const [first, second] = await kept.attempts(workflowId);
    const whole = { author, begunAt: at, episode: 1, calls: 1, refused: 0 };
    assert.deepEqual(first, { ...whole, number: 1, heard: said, judged });
    assert.deepEqual(second, { ...whole, number: 2, heard: null, judged: null });
    assert.equal((await world.ledger.story(workflowId)).length, 1);
  });

  it('a question that was answered is not begun again: its answer comes back and counts once', async () => {
    const one = place();
    await kept.begin(one, about);
    await kept.recordAnswer(one, said);

    const again = await kept.begin(one, about);

    assert.deepEqual([again.heard, again.calls, unansweredCalls(again)], [said, 1, 0]);
  });

  it('an attempt keeps the first of two answers and counts the other as unanswered', async () => {
    const one = place();
    await kept.begin(one, about);
    await kept.begin(one, about);
    await kept.recordAnswer(one, said);

    assert.deepEqual(await kept.recordAnswer(one, { ...said, text: 'another' }), said);
    const [stands] = await kept.attempts(one.workflowId);
    assert.ok(stands);
    assert.equal(unansweredCalls(stands), 1);
  });

  it('a question that nobody lived to hear is counted; one that the service refused is not', async () => {
    const one = place();
    await kept.begin(one, about);
    await kept.begin(one, about);
    await kept.countRefusal(one);

    const last = await kept.begin(one, about);

    assert.deepEqual([last.calls, last.refused, unansweredCalls(last)], [3, 1, 2]);
  });

  it('what a control wrote has no question', async () => {
    const one = place(1, 2);
    await kept.recordJudgement(one, { author: { kind: 'control' }, judged });

    const [only] = await kept.attempts(one.workflowId);
    assert.deepEqual([only?.calls, only?.heard, only?.judged], [0, null, judged]);
  });

  it('an answer longer than any diff is kept shortened, still too long to be accepted', async () => {
    const one = place();
    await kept.begin(one, about);
    const answer = await kept.recordAnswer(one, { ...said, text: 'é'.repeat(200_000) });

    assert.ok(answer.text.length > 64 * 1024 && answer.text.length < 200_000);
    const [only] = await kept.attempts(one.workflowId);
    assert.equal(only?.heard?.text.length, answer.text.length);
  });

  it('what people merged is an example for the others of its control, organisation and language', async () => {
    const merged = dynamoMergedFixes(openStore(world.client, PREFIX));
    for (const n of [1, 2, 3, 4, 4]) await merged.keep(fixOf(`b.${n}`), diffOf(`line = ${n}`));

    assert.deepEqual(await merged.like(fixOf('b.new', 'ACME/other')), ['  line = 4', '  line = 3']);
    assert.deepEqual(await merged.like(fixOf('b.4')), ['  line = 3', '  line = 2']);
    assert.deepEqual(await merged.like(fixOf('b.new', 'acme/infra', 'stack.yaml')), []);
    assert.deepEqual(await merged.like(fixOf('b.new', 'umbrella/infra')), []);
  });

  it('a long change, and what a change took away, are no example', async () => {
    const merged = dynamoMergedFixes(openStore(world.client, PREFIX));
    const long = Array.from({ length: 40 }, (_, n) => `line_${n} = "${'x'.repeat(80)}"`);
    await merged.keep(fixOf('b.1', 'long/infra'), diffOf(...long));
    await merged.keep(fixOf('b.2', 'long/infra'), '--- a/m\n+++ b/m\n@@ -1 +0,0 @@\n-secret\n');

    assert.deepEqual(await merged.like(fixOf('b.3', 'long/infra')), []);
  });
});

function diffOf(...lines: readonly string[]): string {
  const added = lines.map((line) => `+  ${line}`).join('\n');
  return `--- a/main.tf\n+++ b/main.tf\n@@ -1,2 +1,2 @@\n kept = "theirs"\n-gone = true\n${added}\n`;
}

function fixOf(block: string, repository = 'acme/infra', path = 'main.tf') {
  return { repository, path, block, control: 'S3.PublicAccess' };
}
