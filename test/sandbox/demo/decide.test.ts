import assert from 'node:assert/strict';
import { setTimeout } from 'node:timers/promises';

import { decide } from '../../../sandbox/demo/decide.ts';
import type { Answer } from '../../../sandbox/demo/decide.ts';

const ACCEPT = ['accept', 'data-drop', '--why', 'moves this week'];

function untilOf(args: readonly string[]): number {
  return Date.parse(args[args.indexOf('--until') + 1] ?? '');
}

const refuses = async () => ({ ok: false, text: '✗ edgar has no say\n\nWhat to do:\n  ask' });

describe('a decision of the demo', () => {
  it('an acceptance ends so many seconds after it is sent', async () => {
    const sentAt = Date.now();
    let until = 0;
    const printed = await decide(
      async (args) => {
        until = untilOf(args);
        return { ok: true, text: '✔ accepted' };
      },
      ACCEPT,
      8,
    );
    assert.ok(until - sentAt >= 8000 && until - sentAt < 9000, String(until - sentAt));
    assert.match(
      printed,
      /^npm run -s closeloop -- findings accept data-drop --why "moves this week" --until .*Z\n✔ accepted$/,
    );
  });

  it('an acceptance that arrives after its own end is sent again with more time', async () => {
    const refused: Answer = { ok: false, text: '✗ it is past' };
    const lasts: number[] = [];
    const slow = async (args: readonly string[]) => {
      const sentAt = Date.now();
      lasts.push(Math.round((untilOf(args) - sentAt) / 10) * 10);
      await setTimeout(50);
      return Date.now() > untilOf(args) ? refused : { ok: true, text: '✔ accepted' };
    };
    await decide(slow, ACCEPT, 0.02);
    assert.ok(lasts.length >= 3, lasts.join());
    assert.deepEqual(lasts.slice(0, 2), [20, 40]);
  });

  it('a decision that the console refuses in time fails with the first line of the refusal', async () => {
    await assert.rejects(
      decide(refuses, ['reject', 'data-drop'], undefined),
      new Error('closeloop findings reject data-drop: edgar has no say'),
    );
  });
});
