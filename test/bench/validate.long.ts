/** The gates of the bench: what a slow machine does not change. `npm run bench -- --only validate` prints all figures. */
import assert from 'node:assert/strict';

import { longSize } from '../long-size.ts';
import { overLimit } from './figure.ts';
import { coldStart } from './validate.ts';
import { memoryFigure } from './validate/memory.ts';
import { timeFigures } from './validate/time.ts';

describe('The validator against parsing the same files once in the same run', () => {
  it('an answer, and a folder that was never read, stay within their ratios', async () => {
    const figures = await timeFigures(longSize({ ci: 0.25, full: 1 }));

    assert.deepEqual(overLimit(figures), []);
  });

  it('the command starts within its ratio to a process that only parses the file', () => {
    assert.deepEqual(overLimit(coldStart(longSize({ ci: 5, full: 11 }))), []);
  });

  it('memory does not grow over the answers of the corpus again and again', async () => {
    assert.deepEqual(overLimit([await memoryFigure()]), []);
  });
});

describe('A figure over its limit', () => {
  const figure = { name: 'a.ratio', value: 3.1, unit: 'times', against: 'at most 3' };

  it('is named with value and limit, and one within it or without a limit is not', () => {
    assert.deepEqual(overLimit([{ ...figure, limit: 3 }]), [
      'a.ratio is 3.1 times, and its limit is 3',
    ]);
    assert.deepEqual(overLimit([{ ...figure, limit: 3.1 }, figure]), []);
  });
});
