/** Who else has to agree to each decision that is possible now: what people read before they send one. */
import type { Lifecycle } from '../../../activities/ledger/ledger.ts';
import type { Decided } from '../../../domain/decision.ts';
import { isDecisionAllowed } from '../../../domain/lifecycle/allowed-decisions.ts';
import { secondPersonFor } from '../../../domain/second-person.ts';
import type { SecondPerson } from '../../../domain/second-person.ts';
import type { OwnershipTable } from '../../../policies/ownership.ts';
import { whoMayDecide } from '../../../policies/who-may-decide.ts';
import type { Lines, Page } from '../../output/page.ts';
import { wrapAfter } from '../../output/wrap.ts';
import { brief } from './row.ts';

/** As JSON. */
interface Agreement {
  readonly decision: Decided;
  readonly second: SecondPerson['second'];
  readonly because: string;
  /** Teams and leads with their names, of whom another person has to agree; null where nobody has to. */
  readonly who: string | null;
}

/** Of the decisions about which policy may ask for two people. `table`: null while no worker has loaded it. */
export function agreements(row: Lifecycle, table: OwnershipTable | null): readonly Agreement[] {
  const decisions = ['approve', 'accept', 'extend', 'attest'] as const;
  return decisions
    .filter((decision) => isPossible(row, decision))
    .map((decision) => {
      const { second, because, quote } = secondPersonFor(row, decision);
      const asked = second === 'needed' && table !== null;
      return {
        decision,
        second,
        because: quote === null ? because : `${because}: ${brief(quote, 120)}`,
        who: asked ? whoMayDecide(row.owner?.team ?? null, table) : null,
      };
    });
}

function isPossible(row: Lifecycle, decision: Decided): boolean {
  if (decision === 'approve' && row.planHash === null) return false;
  if (decision === 'attest' && row.problem.control !== null) return false;
  return isDecisionAllowed(row, decision);
}

export function agreementLines(all: readonly Agreement[], page: Page): Lines {
  if (all.length === 0) return [];
  const lines = all.map(({ decision, second, because, who }) => {
    const names = who === null ? '' : ` of ${who}, but not who requests it`;
    return `${decision}: ${IN_WORDS[second]}${names}, because ${because}`;
  });
  return [
    page.style.bold('Who else must agree'),
    ...lines.flatMap((line) => wrapAfter('  ', line, page)),
  ];
}

const IN_WORDS: Readonly<Record<SecondPerson['second'], string>> = {
  needed: 'a second person',
  'not-needed': 'nobody else',
  you: 'nobody after whoever confirms it now',
  unknown: 'perhaps a second person',
};
