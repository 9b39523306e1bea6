import assert from 'node:assert/strict';
import { setTimeout } from 'node:timers/promises';

/** Waits until other processes have done something, at most 30 s. */
export async function until(isDone: () => Promise<boolean>): Promise<void> {
  const deadline = Date.now() + 30_000;
  while (!(await isDone())) {
    assert.ok(Date.now() < deadline, 'it did not happen within 30 s');
    await setTimeout(50);
  }
}
