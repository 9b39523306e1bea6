/** Every sequence of messages by one person, with every result of the work between them: none writes against four eyes. */
import assert from 'node:assert/strict';

import type { State } from '../../../../domain/lifecycle/state.ts';
import { describeSequences } from './describe-sequences.ts';
import { explore } from './explore.ts';
import type { Moment } from './explore.ts';
import { STARTS } from './starts.ts';

/** What `npm test` can afford; `sequences.long.ts` goes deeper. */
describeSequences(3);

/** As the lifecycle was before it remembered that people have it. */
function forgetful({ state, ...moment }: Moment): Moment {
  const { withPeople: _forgotten, ...rest } = state;
  const before: State = { ...rest, rules: 1 };
  return { ...moment, state: before };
}

const FOUND_UNDER_RULES_1 = {
  'a plan that Ana rejected': {
    moves: 4,
    sequence: /undo → bob is believed → .* → the table: automatic$/,
  },
  'a risk that Ana and Bob accepted': {
    moves: 4,
    sequence: /revoke → bob is believed → reopened → the table: automatic$/,
  },
  'automatic steps that Ana stopped': {
    moves: 3,
    sequence: /verified open → bob approves fix → bob is believed$/,
  },
} as const;

for (const [name, { moves, sequence }] of Object.entries(FOUND_UNDER_RULES_1)) {
  it(`the judge finds a write by one person from ${name} where people are forgotten`, () => {
    const { moments = [], setting = {} } = STARTS[name] ?? {};
    const found = explore(moments.map(forgetful), setting, moves).forbidden;

    assert.ok(
      found.some((one) => sequence.test(one)),
      found.join('\n'),
    );
  });
}

it('two people can write what people have: the second confirms the plan that the first asks for', () => {
  const { moments = [] } = STARTS['a plan that Ana asks to approve in human review'] ?? {};
  const { writes } = explore(moments, {}, 2);

  assert.ok(writes > 0, 'nobody can write any more');
});
