import assert from 'node:assert/strict';
import { setTimeout } from 'node:timers/promises';

/** Waits for what other processes do, at most 30 s. */
export async function until(holds: () => Promise<boolean>): Promise<void> {
  const deadline = Date.now() + 30_000;
  while (!(await holds())) {
    assert.ok(Date.now() < deadline, 'it did not happen within 30 s');
    await setTimeout(50);
  }
}
