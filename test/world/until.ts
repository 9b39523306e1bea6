import assert from 'node:assert/strict';
import { setTimeout } from 'node:timers/promises';

/** Far longer than anything takes here: where other programs use the machine too, slow is not wrong. */
const PATIENCE_MS = 90_000;

/** Waits until other processes have done something; `found` says what there is instead when they do not. */
export async function until(
  isDone: () => Promise<boolean>,
  found?: () => Promise<string>,
): Promise<void> {
  await seen(async () => ((await isDone()) ? true : undefined), found);
}

/** As `until`, and answers what was looked for. */
export async function seen<T>(
  look: () => Promise<T | undefined>,
  found: () => Promise<string> = async () => 'it did not happen',
): Promise<T> {
  const deadline = Date.now() + PATIENCE_MS;
  for (;;) {
    const there = await look();
    if (there !== undefined) return there;
    if (Date.now() > deadline) assert.fail(`${await found()} after ${PATIENCE_MS / 1000} s`);
    await setTimeout(100);
  }
}
