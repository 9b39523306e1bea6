import assert from 'node:assert/strict';

import { setSwitch, showSwitch } from '../../console/commands/kill-switch.ts';
import { PLAIN } from '../../console/page.ts';

const reading = (on: boolean) => ({
  killSwitch: () => Promise.resolve({ on, by: 'dana', why: 'wrong buckets' }),
});

describe('the kill switch', () => {
  it('shows who stopped the writes, why, and how to allow them', async () => {
    const { json, text } = await showSwitch(reading(true));

    assert.deepEqual(json, { on: true, by: 'dana', why: 'wrong buckets' });
    assert.match(text(PLAIN), /stopped by dana: wrong buckets\n.*kill-switch off --why/);
  });

  it('shows that writes are allowed, and how to stop them', async () => {
    const { text } = await showSwitch(reading(false));

    assert.match(text(PLAIN), /^off: automatic writes are allowed[^]*kill-switch on/);
  });

  for (const on of [true, false]) {
    it(`turned ${on ? 'on' : 'off'} is written with name and reason`, async () => {
      const written: unknown[] = [];
      const setKillSwitch = (...all: unknown[]) => Promise.resolve(void written.push(all));

      const { json } = await setSwitch({ setKillSwitch }, { on, by: 'dana', why: 'because' });

      assert.deepEqual(written, [[on, 'dana', 'because']]);
      assert.deepEqual(json, { on, by: 'dana', why: 'because' });
    });
  }
});
