import assert from 'node:assert/strict';

import type { LifecycleEvent } from '../../domain/lifecycle-events.ts';
import type { LifecycleState } from '../../domain/lifecycle-state.ts';
import { codeResult } from './code-samples.ts';
import { after, deadline, remediated, triaged, verified } from './script.ts';

const route = { to: 'automatic', because: 'the table says so' };
const rejected = codeResult('draftFix', { verdict: 'open', refused: false });
const liveFixed = [triaged({ route, source: 'both' }), remediated, deadline, verified('fixed')];
const recheck: LifecycleEvent = {
  type: 'recheck',
  command: { id: 'look-1', actor: 'ann', why: 'is it still fixed?' },
};
const cancel: LifecycleEvent = {
  type: 'cancel',
  command: { id: 'stop-1', actor: 'ann', why: 'not now' },
};

function attempts({ code }: LifecycleState): number {
  return code?.attempts.length ?? 0;
}

it('a look at what three rejections left to people asks no model a fourth time', () => {
  const failed = [...liveFixed, rejected, rejected, rejected];
  const before = after(...failed);
  const looked = after(...failed, recheck, verified('fixed'));
  assert.equal(attempts(before), 3);
  assert.deepEqual(looked.phase, before.phase);
  assert.equal(attempts(looked), 3);
});

it('a look after a cancelled draft starts no other', () => {
  const cancelled = [...liveFixed, cancel, rejected];
  assert.equal(after(...cancelled).phase.name, 'HUMAN_REVIEW');
  const looked = after(...cancelled, recheck, verified('fixed'));
  assert.equal(looked.phase.name, 'HUMAN_REVIEW');
  assert.equal(attempts(looked), 1);
});

it('a live fix after which somebody cancelled asks no model', () => {
  const cancelled = [triaged({ route, source: 'both' }), remediated, cancel, verified('fixed')];
  assert.equal(after(...cancelled).phase.name, 'HUMAN_REVIEW');
});
