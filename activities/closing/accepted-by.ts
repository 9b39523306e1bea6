/** Who accepted or attested it, as far as the closer checked that itself. Pure: one sentence why it does not suffice, or ids. */
import { parseInstant } from '../../domain/exception.ts';
import type { Exception } from '../../domain/exception.ts';
import { compareSeverity } from '../../domain/finding.ts';
import type { Severity } from '../../domain/finding.ts';
import type { Attestation } from '../../domain/lifecycle/state.ts';
import type { DecisionPolicy } from '../../policies/decisions.ts';
import { maybeOnePerson, surelyOnePerson } from '../../policies/sign-in.ts';
import { sha256 } from './proof-items.ts';
import type { Over, Said } from './proof-items.ts';

/** Decisions that the closer trusted, and what it knows itself of the lifecycle. */
export interface Known {
  readonly said: readonly Said[];
  readonly over: Over | null;
  /** The activity that asks, whose own close does not end what it is based on. */
  readonly by: string;
  readonly episode: number;
  /** The highest of its findings in Security Hub. */
  readonly severity: Severity;
  readonly decisions: DecisionPolicy;
}

/** The ids of the decisions that allow it, or one sentence why none do. */
export type Allowed = { readonly ids: readonly string[] } | { readonly why: string };

/** Whether these people accepted this lifecycle in this episode until that end, and whether policy asks for more of them. */
export function acceptedBy(known: Known, { by, confirmedBy, until, why, id }: Exception): Allowed {
  const { severity, decisions } = known;
  const is = saidBy(known);
  const end = new Date(until).toISOString();
  const heard = current(known).filter(
    (one) => ACCEPTS.includes(one.kind) && parseInstant(one.until) === until,
  );
  const first = heard.find((one) => is(one, by) && one.hash === sha256(why));
  if (first === undefined)
    return refuse(`no proven acceptance of ${by} until ${end} for this reason`);
  const second = heard.find((one) => is(one, confirmedBy) && one.id === id);
  if (confirmedBy !== null && second === undefined)
    return refuse(`no proven confirmation of ${confirmedBy} until ${end}`);
  if (first.kind === 'import' && severity === 'CRITICAL')
    return refuse('it is CRITICAL in Security Hub, which no import accepts');
  const { fourEyesFrom, most } = decisions.acceptance;
  if (fourEyesFrom !== null && compareSeverity(severity, fourEyesFrom) >= 0 && second === undefined)
    return refuse(`it is ${severity} in Security Hub, so a second person has to confirm it`);
  if (until > Date.parse(first.at) + most[severity] * 1000 + CLOCKS)
    return refuse(`policy accepts ${severity} for a shorter time than until ${end}`);
  return allowed(known, second === undefined ? [first] : [first, second]);
}

/** Whether two people attested in this episode that it is fixed. */
export function attestedBy(known: Known, { by, confirmedBy, evidence }: Attestation): Allowed {
  const is = saidBy(known);
  const heard = current(known).filter(({ kind }) => kind === 'attest');
  const first = heard.find((one) => is(one, by) && one.hash === sha256(evidence));
  const second = heard.find((one) => is(one, confirmedBy));
  const silent = first === undefined ? by : confirmedBy;
  if (first === undefined || second === undefined)
    return refuse(`no proven attestation of ${silent}`);
  return allowed(known, [first, second]);
}

/** An import is its importer's acceptance. */
const ACCEPTS: readonly Said['kind'][] = ['accept', 'extend', 'import'];

/** A lifecycle may keep a name from before policy listed the person. */
function saidBy({ decisions: { signIn } }: Known) {
  return ({ actor }: Said, name: string | null) =>
    name !== null && surelyOnePerson(actor, name, signIn);
}

/** Workers' clocks differ a little. Milliseconds. */
const CLOCKS = 10 * 60_000;

/** Of this episode, and not from before its end. */
function current({ said, over, by, episode }: Known): readonly Said[] {
  return said.filter((one) => {
    if (one.episode !== episode) return false;
    return over === null || over.by === by || Date.parse(one.at) > Date.parse(over.at);
  });
}

/** What each of them saw, and whether policy trusts what is not proven. */
function allowed({ severity, decisions }: Known, used: readonly Said[]): Allowed {
  const less = used.find((one) => compareSeverity(severity, one.severity) > 0);
  if (less !== undefined)
    return refuse(
      `${less.actor} decided about ${less.severity}, in Security Hub it is ${severity}`,
    );
  const { trustUnprovenUpTo: trusted, signIn } = decisions;
  const unproven = used.find(({ proven }) => !proven);
  if (unproven !== undefined && (trusted === null || compareSeverity(severity, trusted) > 0))
    return refuse(`the decision of ${unproven.actor} carries no proof, and it is ${severity}`);
  const [first, second] = used;
  if (
    first !== undefined &&
    second !== undefined &&
    maybeOnePerson(first.actor, second.actor, signIn)
  )
    return refuse(`${first.actor} and ${second.actor} are one person`);
  return { ids: used.map(({ id }) => id) };
}

function refuse(why: string): Allowed {
  return { why };
}
