import assert from 'node:assert/strict';

import { setSwitch, showSwitch } from '../../../console/commands/kill-switch.ts';
import { textOf } from '../rows.ts';

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
      /^off: .* allowed, since 2026.* by dana: wrong buckets\.\n.*kill-switch on --why/,
    );
  });

  for (const on of [true, false]) {
    it(`turned ${on ? 'on' : 'off'} is written with name and reason`, async () => {
      const written: unknown[] = [];
      const setKillSwitch = (...all: unknown[]) => Promise.resolve(void written.push(all));

      const { json, text } = await setSwitch({ setKillSwitch }, { on, by: 'dana', why: 'because' });

      assert.deepEqual(written, [[on, 'dana', 'because']]);
      assert.deepEqual(json, { on, by: 'dana', why: 'because' });
      const back = on ? /Allow them again: .*kill-switch off --why/ : /findings list --open/;
      assert.match(textOf({ text }), back);
    });
  }
});
