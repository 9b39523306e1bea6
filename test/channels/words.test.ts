import assert from 'node:assert/strict';

import type { Message } from '../../activities/notify/message.ts';
import { byWhom, facts, happened } from '../../channels/words.ts';
import { message } from '../activities/notify/notices.ts';

const told = (change: Partial<Message['event']>, kind: Message['kind'] = 'fixed'): Message => {
  const about = message();
  return { ...about, kind, event: { ...about.event, ...change } };
};

function fact(of: Message, name: string): string | undefined {
  return facts(of).find((one) => one.name === name)?.value;
}

it('a line says once what happened', () => {
  assert.equal(happened(told({ text: 'Fixed (remediated)' })), 'Fixed (remediated)');
  assert.equal(
    happened(told({ text: 'approval is needed' }, 'waits-for-you')),
    'Waits for you: approval is needed',
  );
});

it('people are named as who did it, Closeloop is not', () => {
  assert.equal(byWhom(told({ text: 'approved', actor: 'barbara' })), 'approved (barbara)');
  assert.equal(byWhom(told({ text: 'approved', actor: 'closeloop' })), 'approved');
});

it('what nobody owns says who gets it and why', () => {
  const about = message();
  const owner = { ...about.finding.owner, team: 'unassigned', because: 'no tags; sec gets it' };
  const unowned = { ...about, finding: { ...about.finding, owner } };

  assert.equal(fact(unowned, 'Owner'), 'nobody: no tags; sec gets it');
  assert.equal(fact(about, 'Owner'), about.finding.owner.team);
});

it('a closed finding waits for nothing', () => {
  const about = message();

  assert.equal(fact(about, 'Waits for'), about.state.waitsFor);
  assert.equal(
    fact({ ...about, state: { ...about.state, phase: 'CLOSED' } }, 'Waits for'),
    undefined,
  );
});
