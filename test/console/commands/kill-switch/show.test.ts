import assert from 'node:assert/strict';

import { showSwitch } from '../../../../console/commands/kill-switch/kill-switch.ts';
import { textOf } from '../../rows.ts';

const reading = (on: boolean) => ({
  killSwitch: () =>
    Promise.resolve({ on, by: 'dana', why: 'wrong buckets', at: '2026-03-01T09:00:00.000Z' }),
});

describe('the kill switch', () => {
  it('the kill switch shows who stopped the writes, why, and how to allow them', async () => {
    const { json, text } = await showSwitch(reading(true));

    assert.deepEqual(json, {
      on: true,
      by: 'dana',
      why: 'wrong buckets',
      at: '2026-03-01T09:00:00.000Z',
      request: null,
    });
    assert.match(
      textOf({ text }),
      /stopped since 2026-03-01 09:00:00 UTC by dana: wrong buckets\n.*kill-switch off --why/,
    );
  });

  it('the kill switch shows that writes are allowed, and how to stop them', async () => {
    const { text } = await showSwitch(reading(false));

    assert.match(
      textOf({ text }),
      /^off: .* allowed, since 2026.* by dana: wrong buckets\.\n.*closeloop -- stop$/,
    );
  });
});
