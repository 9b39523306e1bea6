/** Histories of lifecycles that were in flight when they were frozen: today's code has to go on with them. */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';

import { Worker } from '@temporalio/worker';
import { DeterminismViolationError } from '@temporalio/workflow';
import { z } from 'zod';

import { bundle, ON_MAIN_THREAD, quiet } from '../workflows/environment.ts';
import { fromText } from './history-file.ts';

const here = (path: string) => new URL(path, import.meta.url);
const frozen = z
  .record(z.string(), z.string())
  .parse(JSON.parse(readFileSync(here('frozen.json'), 'utf8')));

/** How each history replays on one worker, by workflow id: a worker for each takes a third of a second more. */
const results = new Map<string, { readonly error: Error | undefined }>();
before(async function replay() {
  this.timeout(240_000);
  quiet();
  const options = { workflowBundle: await bundle(), ...ON_MAIN_THREAD };
  const texts = { ...Object.fromEntries(Object.keys(frozen).map(named)), [SWAPPED]: swapped() };
  const histories = Object.entries(texts).map(([workflowId, text]) => ({
    workflowId,
    history: fromText(text),
  }));
  for await (const { workflowId, error } of Worker.runReplayHistories(options, histories))
    results.set(workflowId, { error });
});

function named(name: string): [string, string] {
  return [name, historyOf(name)];
}

const SWAPPED = 'swapped';
function swapped(): string {
  return historyOf('automatic-fixed')
    .replaceAll('"name": "triage"', '"name": "first"')
    .replaceAll('"name": "verify"', '"name": "triage"')
    .replaceAll('"name": "first"', '"name": "verify"');
}

function historyOf(name: string): string {
  return readFileSync(here(`histories/${name}.json`), 'utf8');
}

it('every scenario has a frozen history and every frozen history has a scenario', () => {
  const files = readdirSync(here('histories')).map((file) => file.replace('.json', ''));

  assert.deepEqual(files.toSorted(), Object.keys(frozen).toSorted());
});

for (const [name, hash] of Object.entries(frozen)) {
  it(`the frozen history ${name} replays on today's workflow`, () => {
    const text = historyOf(name);

    assert.equal(createHash('sha256').update(text).digest('hex'), hash, 'it was changed');
    const result = results.get(name);
    assert.ok(result, 'it was not replayed');
    assert.equal(result.error, undefined);
  });
}

it('a history with two activities swapped does not replay', () => {
  assert.notEqual(swapped(), historyOf('automatic-fixed'));
  assert.ok(results.get(SWAPPED)?.error instanceof DeterminismViolationError);
});
