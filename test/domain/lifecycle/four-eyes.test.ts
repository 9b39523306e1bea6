import assert from 'node:assert/strict';

import type { Decision, DecisionCheck } from '../../../domain/decision.ts';
import { reduce } from '../../../domain/lifecycle/machine.ts';
import type { State } from '../../../domain/lifecycle/state.ts';
import { decision } from '../../builders/decision.ts';
import { timetable } from '../../builders/triage-result.ts';
import { after, NOW, triaged } from './script.ts';

const until = '2026-11-20T00:00:00Z';

/** Sent by `actor` and believed. */
function take(state: State, said: Partial<Decision>, check: Partial<DecisionCheck> = {}): State {
  const id = `d-${said.actor ?? ''}-${said.until ?? ''}`;
  const sent = decision({
    planHash: null,
    episode: waiting.episode ?? 0,
    until,
    why: 'w',
    ...said,
    id,
  });
  const asked = reduce(state, { type: 'decision', decision: sent }, NOW);
  const answer = { trusted: true, because: 'test', ...check };
  return reduce(asked, { type: 'decisionChecked', id, check: answer }, NOW);
}

const { acceptance } = timetable;
const waiting = after(
  triaged({
    route: { to: 'people', because: 'manual' },
    timetable: { ...timetable, acceptance: { ...acceptance, fourEyesFrom: 'LOW' } },
  }),
);
const requested = take(waiting, { decision: 'accept', actor: 'ana@example.com' });

describe('four eyes', () => {
  it('who requested a decision may not confirm it under another name', () => {
    assert.equal(requested.request?.actor, 'ana@example.com');
    const own = take(requested, { decision: 'accept', actor: 'ana' }, { isRequester: true });
    assert.equal(own.phase.name, 'HUMAN_REVIEW');
    assert.equal(own.request?.actor, 'ana@example.com');
    assert.match(
      own.story.unwritten.at(-1)?.text ?? '',
      /^ana \(ana@example.com\) requested this; another person has to confirm it/,
    );
  });

  it('a second person confirms it', () => {
    assert.equal(take(requested, { decision: 'accept', actor: 'ben' }).phase.name, 'SUPPRESS');
  });

  it('who requested a decision may replace it by another, under any name', () => {
    const later = { decision: 'accept', actor: 'ana', until: '2026-11-25T00:00:00Z' } as const;
    const replaced = take(requested, later, { isRequester: true });
    assert.equal(replaced.request?.until, later.until);
  });
});
