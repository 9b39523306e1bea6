/** Lives a seed's batch and throws what it broke, shrunk, with how to live it again. */
import assert from 'node:assert/strict';

import { batchOf, runBatch } from './run.ts';
import { shrink } from './shrink.ts';
import type { Model } from './world.ts';

export interface Size {
  readonly count: number;
  readonly rounds: number;
}

/** `CLOSELOOP_SEED`: of a batch, `1234`, or of one life in it, `1234/17`; else a new one. */
export function chosenSeed(): { readonly seed: number; readonly only: number | null } {
  const given = process.env['CLOSELOOP_SEED'];
  if (given === undefined) return { seed: Date.now() % 100_000, only: null };
  const [, seed, only] = /^(\d+)(?:\/(\d+))?$/.exec(given) ?? [];
  if (seed === undefined)
    throw new Error(
      `CLOSELOOP_SEED is "${given}": expected a number, or batch/life as in 1234/17.`,
    );
  return { seed: Number(seed), only: only === undefined ? null : Number(only) };
}

/** `runs` counts what was lived on this model: names of buckets are never used twice. */
export async function checkPromises(
  model: Model,
  { seed, only = null }: { readonly seed: number; readonly only?: number | null },
  { count, rounds, nextRun }: Size & { readonly nextRun: () => number },
): Promise<void> {
  const { lives, passes } = batchOf(seed, count, rounds);
  const chosen = lives.filter((_, i) => only === null || i === only);
  assert.ok(chosen.length > 0, `there is no life ${only} in a batch of ${count}`);
  const failures = await runBatch(model, nextRun(), { lives: chosen, passes });
  const [first] = failures;
  const life = chosen[first?.index ?? -1];
  if (first === undefined || life === undefined) return;
  const told = (index: number) => `${seed}/${only ?? index}`;
  const all = failures.map(({ index, broken }) => `${told(index)} ${broken.join('; ')}`);
  // At once: to make it shorter takes minutes, and a test that runs out of time says nothing.
  for (const line of all) console.error(line);
  for (const line of first.moves) console.error(`    ${line}`);
  const short = await shrink(model, { life, passes, failure: first }, nextRun);
  const { failure } = short;
  throw new Error(
    [
      ...all,
      `The shortest of ${told(first.index)}, with CLOSELOOP_SEED=${told(first.index)} to live it again:`,
      ...failure.moves.map((one) => `    ${one}`),
      ...failure.broken,
    ].join('\n'),
  );
}

export function counter(): () => number {
  let last = 0;
  return () => (last += 1);
}
