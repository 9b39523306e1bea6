import assert from 'node:assert/strict';

import { interruptDemo } from './running-demo.ts';

const SENTENCE =
  /^\n?The demo was ended by Ctrl-C \(SIGINT\): its processes, ports, temporary folder and environment files are gone\.\n$/;

describe('Ctrl-C while the demo starts', () => {
  it('ends everything that the demo has started, with one sentence and exit code 130', async () => {
    const starting = /starting the Temporal dev server/;
    const { code, printed } = await interruptDemo(['--once'], starting, ['SIGINT', 'SIGINT']);
    assert.match(printed, SENTENCE);
    assert.equal(code, 130);
  });
});
