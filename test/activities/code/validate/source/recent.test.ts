import assert from 'node:assert/strict';

import { keepRecent } from '../../../../../activities/code/validate/source/recent.ts';

describe('what is kept of the texts that were read last', () => {
  it('the text that was used longest ago goes first, and is freed', () => {
    const dropped: string[] = [];
    const recent = keepRecent<string>(6, (value) => dropped.push(value));
    for (const text of ['aa', 'bb', 'cc']) recent.put(text, text.toUpperCase());
    recent.get('aa');
    recent.put('dd', 'DD');

    assert.deepEqual(dropped, ['BB']);
    assert.deepEqual(
      ['aa', 'bb', 'cc', 'dd'].map((text) => recent.get(text)),
      ['AA', undefined, 'CC', 'DD'],
    );
  });

  it('a text that is larger than the bound is kept alone, until the next one', () => {
    const dropped: string[] = [];
    const recent = keepRecent<string>(3, (value) => dropped.push(value));
    recent.put('a', 'A');
    recent.put('bbbbb', 'B');
    const kept = recent.get('bbbbb');
    recent.put('c', 'C');

    assert.deepEqual([kept, dropped], ['B', ['A', 'B']]);
  });

  it('a value that is put again for the same text replaces the old one, which is freed', () => {
    const dropped: string[] = [];
    const recent = keepRecent<string>(4, (value) => dropped.push(value));
    recent.put('aa', 'old');
    recent.put('aa', 'new');
    recent.put('bb', 'B');

    assert.deepEqual([recent.get('aa'), recent.get('bb'), dropped], ['new', 'B', ['old']]);
  });
});
