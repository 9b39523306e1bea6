import assert from 'node:assert/strict';

import { longSize } from '../../long-size.ts';
import { interruptDemo } from './running-demo.ts';

/** What the demo has just printed when it is interrupted, in the order in which it comes. */
const MOMENTS = [
  /starting the Temporal dev server/,
  /creating the ledger tables/,
  /starting the starter and the workers/,
  /problems in two accounts/,
  /findings imported/,
  /CLOSED {5,}Fixed/,
  /barbara presses closeloop-approve/,
  /\$ npm run -s closeloop/,
  /Ctrl-C ends everything/,
];
const SIGNALS = [
  { signal: 'SIGINT', code: 130 },
  { signal: 'SIGTERM', code: 143 },
  { signal: 'SIGHUP', code: 129 },
] as const;

describe('a demo that is interrupted', () => {
  const size = longSize({ ci: 3, full: MOMENTS.length });
  // The last moment is when people press it; the others are spread over the start and the play.
  const moments = MOMENTS.toReversed().filter(
    (_, n) => n % Math.floor(MOMENTS.length / size) === 0,
  );
  for (const [n, moment] of moments.entries()) {
    const { signal, code } = SIGNALS[n % SIGNALS.length] ?? SIGNALS[0];
    it(`ends quietly and leaves nothing behind when ${signal} comes after "${moment.source}"`, async () => {
      const ended = await interruptDemo([], moment, [signal, signal]);
      const said = ended.printed
        .split('\n')
        .filter((line) => line.startsWith('The demo was ended'));
      assert.equal(said.length, 1, ended.printed);
      assert.doesNotMatch(ended.printed, /\n\s+at |Error\b/);
      assert.equal(ended.code, code);
    });
  }
});
