/** From a life that broke a promise to a shorter one that breaks it too. */
import type { Life } from './lane.ts';
import { runBatch } from './run.ts';
import type { Failure } from './run.ts';
import type { Model } from './world.ts';

/** Which life, in which hours. `run`: of this try; each has its own. */
export interface Broken {
  readonly life: Life;
  readonly passes: readonly number[];
  readonly failure: Failure;
}

/**
 * Leaves one move out, all ways at once in lanes beside each other, as long as the same promise stays broken.
 * `nextRun` answers a new number each time.
 */
export async function shrink(model: Model, from: Broken, nextRun: () => number): Promise<Broken> {
  const { life, passes, failure } = from;
  const without = life.script.flatMap((seed, at) =>
    seed === null ? [] : [{ ...life, script: life.script.with(at, null) }],
  );
  if (without.length === 0) return from;
  const failures = await runBatch(model, nextRun(), { lives: without, passes });
  const same = failures.find((one) => one.broken.some((b) => names(failure).has(nameOf(b))));
  const shorter = without[same?.index ?? -1];
  if (same === undefined || shorter === undefined) return from;
  return await shrink(model, { life: shorter, passes, failure: same }, nextRun);
}

function names({ broken }: Failure): ReadonlySet<string> {
  return new Set(broken.map(nameOf));
}

function nameOf(broken: string): string {
  return broken.split(':')[0] ?? broken;
}
