/**
 * Who else has to agree to a decision, and why: what people are told before they send it, by the same rules by which the
 * lifecycle then asks for a second person.
 */
import type { Decided } from './decision.ts';
import { compareSeverity } from './finding.ts';
import type { Severity } from './finding.ts';
import type { FourEyesRow, RequestRow, UndoRow } from './story.ts';

/** What decides it, as lifecycle and ledger know it. */
export interface SecondPersonFacts {
  readonly phase: string;
  readonly severity: Severity;
  /** Why people have it; absent while they never had it. */
  readonly withPeople?: string;
  /** The request for an undo; absent without one. */
  readonly undo?: UndoRow;
  /** Policy's rules; absent in rows of the ledger written before it had them. */
  readonly fourEyes?: FourEyesRow;
  readonly request?: RequestRow;
}

export interface SecondPerson {
  /** `you`: another person requested it, and who confirms it is the second. `unknown`: the ledger's row is too old to say. */
  readonly second: 'needed' | 'not-needed' | 'you' | 'unknown';
  /** Our words, without a full stop. */
  readonly because: string;
  /** A text of people that belongs to it; null without one. */
  readonly quote: string | null;
}

/** Null where one person is enough; else why another has to confirm. `fourEyes` as the lifecycle has it. */
export function whyTwoPeople(
  facts: SecondPersonFacts & { readonly fourEyes: FourEyesRow },
  decision: Decided,
): Omit<SecondPerson, 'second'> | null {
  const { fourEyes, severity, withPeople = null } = facts;
  switch (decision) {
    case 'approve':
      if (!fourEyes.approval || !isBroughtUp(facts)) return null;
      return {
        because: 'people have this finding, so a person and not Closeloop proposes the change',
        quote: withPeople,
      };
    case 'accept':
    case 'extend': {
      const { acceptFrom } = fourEyes;
      if (acceptFrom === null || compareSeverity(severity, acceptFrom) < 0) return null;
      const because = `policy asks for two people from ${acceptFrom} on, and this is ${severity}`;
      return { because, quote: null };
    }
    case 'attest':
      return {
        because: 'no control verifies it, so it rests on the word of two people',
        quote: null,
      };
    case 'assign':
    case 'reject':
    case 'revoke':
    case 'undo':
      return null;
  }
}

/** True where a person and not the remediation table proposes the plan. An undo has its requester. */
function isBroughtUp({ phase, withPeople, undo }: SecondPersonFacts): boolean {
  return phase === 'HUMAN_REVIEW' || (withPeople !== undefined && undo === undefined);
}

/** As people are told before they decide. */
export function secondPersonFor(facts: SecondPersonFacts, decision: Decided): SecondPerson {
  const { request, undo, fourEyes, phase } = facts;
  if (decision === 'undo')
    return needed({ because: 'another person approves the plan that Closeloop makes of it' });
  if (decision === 'approve' && undo !== undefined && phase === 'AWAITING_APPROVAL')
    return { second: 'you', because: 'this undo was requested by', quote: undo.by };
  if (request?.decision === decision) {
    const until = request.until === null ? '' : ` until ${request.until}`;
    const because = `exactly this${until} was requested before (anything else would be a new request), by`;
    return { second: 'you', because, quote: request.by };
  }
  if (!ASKS_POLICY.includes(decision))
    return { second: 'not-needed', because: 'one person is enough to do this', quote: null };
  if (fourEyes === undefined)
    return { second: 'unknown', because: 'policy decides when the decision arrives', quote: null };
  const why = whyTwoPeople({ ...facts, fourEyes }, decision);
  return why === null
    ? { second: 'not-needed', because: whyOne({ ...facts, fourEyes }, decision), quote: null }
    : needed(why);
}

const ASKS_POLICY: readonly Decided[] = ['approve', 'accept', 'extend', 'attest'];

function needed({ because, quote = null }: { because: string; quote?: string | null }) {
  return { second: 'needed', because, quote } as const;
}

function whyOne(
  facts: SecondPersonFacts & { readonly fourEyes: FourEyesRow },
  decision: Decided,
): string {
  const { approval, acceptFrom } = facts.fourEyes;
  if (decision === 'approve')
    return approval || !isBroughtUp(facts)
      ? 'Closeloop proposes this change, so who approves it is the second pair of eyes'
      : 'policy asks for no second person (four_eyes.approval in decisions.yaml)';
  return acceptFrom === null
    ? 'policy asks for no second person (four_eyes.accept_from in decisions.yaml)'
    : `policy asks for two people from ${acceptFrom} on, and this is ${facts.severity}`;
}

/** Who may be the second person; `team` is the owner's, null for nobody's finding. */
export function whoAgrees(team: string | null): string {
  const owner = team === null ? '' : `${team}, of `;
  return `another person of ${owner}the default team, or a security lead`;
}
