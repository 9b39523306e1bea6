import { deepEqual, equal, notEqual } from 'node:assert/strict';

import { decisionText } from '../../domain/decision.ts';
import { decision } from './lifecycle/sample.ts';

describe('the text that a proof binds', () => {
  it('says everything that the decision says, and not the proof', () => {
    const { proof: _proof, ...said } = decision({});

    deepEqual(JSON.parse(decisionText(decision({}))), said);
  });

  it('is the same with and without the proof, so that it can be made before it', () => {
    const proof = { kind: 'receipt' as const, value: 'x' };

    equal(decisionText(decision({ proof })), decisionText(decision({ proof: null })));
  });

  it('differs as soon as anything of the decision does', () => {
    const other = [{ episode: 9 }, { actor: 'eve' }, { why: 'x' }, { planHash: 'y' }, { id: 'z' }];

    for (const change of other)
      notEqual(decisionText(decision(change)), decisionText(decision({})), JSON.stringify(change));
  });
});
