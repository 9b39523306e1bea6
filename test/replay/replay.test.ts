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

before(quiet);

async function replay(text: string, workflowId: string): Promise<void> {
  await Worker.runReplayHistory(
    { workflowBundle: await bundle(), ...ON_MAIN_THREAD },
    fromText(text),
    workflowId,
  );
}

function historyOf(name: string): string {
  return readFileSync(here(`histories/${name}.json`), 'utf8');
}

it('every scenario has a frozen history and every frozen history has a scenario', () => {
  const files = readdirSync(here('histories')).map((file) => file.replace('.json', ''));

  assert.deepEqual(files.toSorted(), Object.keys(frozen).toSorted());
});

for (const [name, hash] of Object.entries(frozen)) {
  it(`the frozen history ${name} replays on today's workflow`, async () => {
    const text = historyOf(name);

    assert.equal(createHash('sha256').update(text).digest('hex'), hash, 'it was changed');
    await replay(text, name);
  });
}

it('a history with two activities swapped does not replay', async () => {
  const text = historyOf('automatic-fixed');
  const swapped = text
    .replaceAll('"name": "triage"', '"name": "first"')
    .replaceAll('"name": "verify"', '"name": "triage"')
    .replaceAll('"name": "first"', '"name": "verify"');

  assert.notEqual(swapped, text);
  await assert.rejects(replay(swapped, 'swapped'), DeterminismViolationError);
});
