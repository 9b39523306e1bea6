/** Who asked for what and how often, in `findings show`: told by stories that the lifecycle itself writes. */
import assert from 'node:assert/strict';

import { requestsIn } from '../../../../console/commands/findings/show-requests.ts';
import { showFinding } from '../../../../console/commands/findings/show.ts';
import type { Decision, DecisionCheck } from '../../../../domain/decision.ts';
import { reduce } from '../../../../domain/lifecycle/machine.ts';
import type { State } from '../../../../domain/lifecycle/state.ts';
import { decision } from '../../../builders/decision.ts';
import { timetable } from '../../../builders/triage-result.ts';
import { after, NOW as START, triaged, verified } from '../../../domain/lifecycle/script.ts';
import { lifecycle, NOW, textOf } from '../../rows.ts';
import { from } from './show-sample.ts';

const acceptance = { ...timetable.acceptance, fourEyesFrom: 'LOW' } as const;
const waiting = after(
  triaged({ route: { to: 'people', because: 'manual' }, timetable: { ...timetable, acceptance } }),
);
const until = '2026-11-20T00:00:00Z';

function claims(state: State, actor: string, id: string): State {
  const command = { id, actor, why: 'w', evidence: 'PR 7' };
  const claimed = reduce(state, { type: 'claimFixed', command }, START);
  return reduce(claimed, verified('open'), START);
}

function decides(
  state: State,
  said: Partial<Decision> & { readonly id: string },
  check: DecisionCheck = { trusted: true, because: 'test' },
): State {
  const episode = state.episode ?? 0;
  const sent = decision({ planHash: null, until: null, episode, why: 'w', ...said });
  const asked = reduce(state, { type: 'decision', decision: sent }, START);
  return reduce(asked, { type: 'decisionChecked', id: said.id, check }, START);
}

const storyOf = ({ story }: State) => story.unwritten.map((entry) => ({ ...entry, episode: 1 }));
const summary = (state: State) =>
  requestsIn(storyOf(state), 1).map(({ by, what, outcome, times }) => [by, what, outcome, times]);

const claimed = claims(claims(waiting, 'ana', 'c-1'), 'ana', 'c-2');
const requested = decides(claimed, { id: 'd-1', decision: 'accept', actor: 'ana', until });

it('claims, and requests that nobody confirms, are counted for each person', () => {
  const again = {
    id: 'd-2',
    decision: 'accept',
    actor: 'ana',
    until: '2026-11-25T00:00:00Z',
  } as const;
  assert.deepEqual(summary(decides(requested, again)), [
    ['ana', 'claim-fixed', 'checked', 2],
    ['ana', 'accept', 'unconfirmed', 2],
  ]);
});

it('a request that another person confirms counts as done for both', () => {
  const second = decides(requested, { id: 'd-3', decision: 'accept', actor: 'ben', until });
  assert.deepEqual(summary(second), [
    ['ana', 'claim-fixed', 'checked', 2],
    ['ana', 'accept', 'done', 1],
    ['ben', 'accept', 'done', 1],
  ]);
});

it('what is refused counts under the proven name', () => {
  const refused = { trusted: false, because: 'eve may not decide', actor: 'eve' };
  const said = { id: 'd-4', decision: 'assign', actor: 'ana', team: 'data' } as const;
  assert.deepEqual(summary(decides(waiting, said, refused)), [['eve', 'assign', 'refused', 1]]);
});

it('findings show says who asked for what and how often, in its text and its JSON', async () => {
  const row = lifecycle();
  const reply = await showFinding(from(row, storyOf(requested)), row.workflowId, NOW);

  assert.match(
    textOf(reply),
    /Who asked for what\n {2}ana: claim-fixed 2 times \(last 2026-11-01 10:00:00\); accept once, which nobody confirmed \(last/,
  );
  assert.partialDeepStrictEqual(reply.json['requests'], [
    { by: 'ana', what: 'claim-fixed', outcome: 'checked', times: 2 },
    { by: 'ana', what: 'accept', outcome: 'unconfirmed', times: 1 },
  ]);
});
