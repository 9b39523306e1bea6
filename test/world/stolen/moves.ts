import type { Dice } from '../../model/dice.ts';
import { callsAws, forgesRow } from './in-aws.ts';
import * as temporal from './in-temporal.ts';
import { accept, approves, assigns, comesBack } from './people.ts';
import { auditSeals, rewritesStory } from './record.ts';
import type { Move } from './setting.ts';
import * as workers from './to-workers.ts';

/** What may happen in a sequence, mostly the thief's; the more often it stands here, the more often it does. */
const MOVES: readonly (readonly [string, Move])[] = [
  ['forgesDecision', temporal.forgesDecision],
  ['repeatsDecision', temporal.repeatsDecision],
  ['startsLifecycle', temporal.startsLifecycle],
  ['startsLifecycle', temporal.startsLifecycle],
  ['ordersWrite', workers.ordersWrite],
  ['ordersAgain', workers.ordersAgain],
  ['asksToBelieve', workers.asksToBelieve],
  ['borrowsPerson', workers.borrowsPerson],
  ['borrowsAcceptance', workers.borrowsAcceptance],
  ['closes', workers.closes],
  ['suppresses', workers.suppresses],
  ['coversItAll', workers.coversItAll],
  ['forgesRow', forgesRow],
  ['forgesRow', forgesRow],
  ['callsAws', callsAws],
  ['rewritesStory', rewritesStory],
  ['rewritesStory', rewritesStory],
  ['the audit seals', auditSeals],
  ['person approves', approves],
  ['person approves', approves],
  ['people accept', accept],
  ['person assigns', assigns],
  ['it comes back', comesBack],
];

export function moveOf(die: Dice): readonly [string, Move] {
  const [first, ...others] = MOVES;
  if (first === undefined) throw new Error('there are no moves');
  return die.pick([first, ...others]);
}
