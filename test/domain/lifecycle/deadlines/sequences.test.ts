/** Every sequence of messages by one person, with time passing: none moves the latest end that people have. */
import assert from 'node:assert/strict';

import { keepDue } from '../../../../domain/lifecycle/due.ts';
import { explore } from '../four-eyes/explore.ts';
import type { Moment } from '../four-eyes/explore.ts';
import { STARTS } from '../four-eyes/starts.ts';
import { describeSequences } from './describe-sequences.ts';
import { timeMade } from './judge.ts';

/** What `npm test` can afford; `sequences.long.ts` goes deeper. */
describeSequences(2);

/** As an assignment did before Closeloop remembered the end: everything begins again. */
function withNewTime(moment: Moment): Moment {
  const { due, ...state } = moment.state;
  return due === undefined ? moment : { ...moment, state: keepDue(state, moment.now) };
}

/** The judge, of a reducer whose assignments give new time. */
const ofNewTime: typeof timeMade = (after, before, event) => {
  const assigned = event.type === 'decisionChecked' && event.check.assigned !== undefined;
  return timeMade(assigned ? withNewTime(after) : after, before, event);
};

it('the judge finds an assignment that begins the deadlines again', () => {
  const { moments = [] } = STARTS['a plan that the table gave to people'] ?? {};
  const { forbidden } = explore(moments, {}, 3, { fault: ofNewTime, timePasses: true });

  assert.ok(
    forbidden.some((one) => /moved the latest end: .* → bob: assign → bob is believed$/.test(one)),
    forbidden.join('\n'),
  );
});
