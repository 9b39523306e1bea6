import { deepEqual, equal, notEqual } from 'node:assert/strict';

import { decisionText } from '../../domain/decision.ts';
import { decision } from '../builders/decision.ts';

describe('the text that a proof binds', () => {
  it('the text that a proof binds contains the whole decision and not the proof', () => {
    const { proof: _proof, ...said } = decision({});

    deepEqual(JSON.parse(decisionText(decision({}))), said);
  });

  it('the text that a proof binds is the same with and without the proof', () => {
    const proof = { kind: 'receipt' as const, value: 'x' };

    equal(decisionText(decision({ proof })), decisionText(decision({ proof: null })));
  });

  it('the text that a proof binds differs when any field of the decision differs', () => {
    const other = [{ episode: 9 }, { actor: 'eve' }, { why: 'x' }, { planHash: 'y' }, { id: 'z' }];

    for (const change of other)
      notEqual(decisionText(decision(change)), decisionText(decision({})), JSON.stringify(change));
  });
});
