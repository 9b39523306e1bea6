import type { KnownFinding } from '../activities/ledger/ledger.ts';
import { compareSeverity } from '../domain/finding.ts';
import { isExcluded, takesAccount } from '../policies/intake-match.ts';
import type { Intake } from '../policies/intake.ts';
import type { Finding } from './event/finding.ts';
import { isSuppressedByUs, materialHash } from './event/material.ts';
import { isSample } from './event/sample.ts';
import { isMuted, isNotEvaluated } from './event/status.ts';
import type { Catalogue } from './identity/catalogue.ts';
import { identify } from './identity/identity.ts';
import type { Identified } from './identity/identity.ts';
import { REASONS } from './reasons.ts';
import type { Action, Reason } from './reasons.ts';
import { closedByUs, isReturn } from './returns.ts';

/** What happens with one problem of a finding. */
export interface Step {
  readonly action: Exclude<Action, 'refuse'>;
  readonly reason: Reason;
  /** One sentence for people. */
  readonly text: string;
  readonly identified: Identified;
}

export interface Decision {
  readonly steps: readonly Step[];
  readonly refusal: { readonly reason: Reason; readonly text: string } | null;
  /** What matters in this report, for the ledger. */
  readonly hash: string;
}

export interface Circumstances {
  readonly catalogue: Catalogue;
  readonly intake: Intake;
  /** The custom action's name, null for an import. */
  readonly action: string | null;
  /** What the ledger knows: null for nothing, undefined when it was not asked. */
  readonly known: KnownFinding | null | undefined;
}

/** What the starter does with a finding and why. Pure: the same answer for `findings explain` and the Lambda. */
export function decide(finding: Finding, circumstances: Circumstances): Decision {
  const { intake, catalogue, action, known } = circumstances;
  if (finding.account !== null && !takesAccount(intake, finding.account)) {
    const text = `account ${finding.account} is not among the accounts of intake.yaml`;
    return { steps: [], refusal: { reason: 'foreign-account', text }, hash: '' };
  }
  const problems = identify(finding, catalogue, intake);
  const hash = materialHash(finding, problems, known);
  const asked = action !== null && names(intake, action);
  const whole = asked ? 'asked' : forAll(finding, circumstances);
  const steps = problems.map((identified) => {
    const wanted = stepFor(identified, { finding, intake, whole });
    return asked ? wanted : unlessKnown(wanted, { known, hash, problems });
  });
  return { steps, refusal: null, hash };
}

/** What the finding's state says, whatever it is about; null when it is an open report. */
function forAll(finding: Finding, { intake, known, action }: Circumstances): Reason | null {
  if (action !== null) return 'custom-action';
  // Security Hub gives PASSED findings the severity INFORMATIONAL: the state comes first.
  if (finding.recordState === 'ARCHIVED') return 'archived';
  if (finding.compliance === 'PASSED') return 'passed';
  if (finding.workflow === 'SUPPRESSED') return suppressed(finding, known);
  if (isSample(finding) && intake.samples === 'drop') return 'sample';
  const state = finding.workflow === 'RESOLVED' ? resolved(finding, known, intake) : null;
  if (state !== null && !STARTS.includes(state)) return state;
  if (isMuted(finding) && intake.muted === 'drop') return 'muted';
  const minor = finding.severity === 'INFORMATIONAL' && intake.informational === 'drop';
  return minor ? 'informational' : state;
}

/** A lifecycle that is open hears of it; what we suppressed ourselves and did not change is dropped as unchanged. */
function suppressed(finding: Finding, known: KnownFinding | null | undefined): Reason {
  if (isSuppressedByUs(finding, known)) return 'reported-while-accepted';
  const open = Object.values(known?.problems ?? {}).includes('open');
  return open ? 'suppressed-by-person' : 'suppressed';
}

function resolved(
  finding: Finding,
  known: KnownFinding | null | undefined,
  intake: Intake,
): Reason {
  const closedAt = closedByUs(finding, known);
  if (closedAt !== null) {
    const returned = isReturn(finding, { closedAt, known }, intake.return_grace_minutes);
    return returned ? 'returned' : 'our-own-close';
  }
  const fails = ['FAILED', 'WARNING'].includes(finding.compliance ?? '') && !isMuted(finding);
  return fails ? 'resolved-elsewhere' : 'resolved-by-person';
}

const STARTS: readonly Reason[] = ['returned', 'resolved-elsewhere'];
const WAKES: readonly Reason[] = [
  'archived',
  'passed',
  'resolved-by-person',
  'suppressed-by-person',
  'reported-while-accepted',
];
/** Somebody says that it is over, or asks: the lifecycle looks, whatever the report itself says. */
const LOOKS: readonly Reason[] = [
  'asked',
  'resolved-by-person',
  'resolved-elsewhere',
  'suppressed-by-person',
];
const DROPS: readonly Reason[] = [
  'suppressed',
  'sample',
  'our-own-close',
  'custom-action',
  'informational',
  'muted',
];

function stepFor(
  identified: Identified,
  { finding, intake, whole }: { finding: Finding; intake: Intake; whole: Reason | null },
): Step {
  const { problem, because, doubtful } = identified;
  if (whole !== null && WAKES.includes(whole)) return step('wake', whole, identified);
  if (whole !== null && DROPS.includes(whole)) return step('drop', whole, identified);
  if (problem.control !== null) {
    const told = step('start', whole ?? 'reported', identified);
    return { ...told, text: whole === null ? because : `${told.text}; ${because}` };
  }
  if (whole === null && isNotEvaluated(finding) && intake.not_evaluated === 'drop' && !doubtful)
    return {
      ...step('drop', 'not-evaluated', identified),
      text: `${because}; ${REASONS['not-evaluated']}`,
    };
  if (doubtful) return { ...step('people', 'doubtful', identified), text: because };
  if (whole !== 'asked' && leavesOut(intake, finding, identified)) {
    return {
      ...step('drop', 'unmapped-policy', identified),
      text: `${because}; ${REASONS['unmapped-policy']}`,
    };
  }
  return { ...step('people', whole ?? 'unmapped', identified), text: because };
}

function leavesOut(
  { unmapped, ...intake }: Intake,
  finding: Finding,
  { problem }: Identified,
): boolean {
  const minor = compareSeverity(finding.severity, unmapped.min_severity) < 0;
  return !unmapped.start || minor || isExcluded({ unmapped, ...intake }, problem.findingType);
}

/** True when a step has to make an open lifecycle look at the resource. */
export function asksForLook({ reason }: Step): boolean {
  return LOOKS.includes(reason);
}

/**
 * The ledger remembers what was reported last: an unchanged report changes nothing. A wake is never dropped here:
 * the ledger says closed before Security Hub agrees, and a close that was refused leaves the lifecycle open.
 */
function unlessKnown(
  wanted: Step,
  {
    known,
    hash,
    problems,
  }: { known: KnownFinding | null | undefined; hash: string; problems: readonly Identified[] },
): Step {
  if (wanted.action === 'drop' || !known) return wanted;
  const states = Object.keys(known.problems);
  // A finding whose second problem was never acknowledged is not unchanged, whatever its hash.
  if (known.hash === hash && states.length >= problems.length)
    return step('drop', 'unchanged', wanted.identified);
  return wanted;
}

function step(action: Step['action'], reason: Reason, identified: Identified): Step {
  return { action, reason, text: REASONS[reason], identified };
}

function names(intake: Intake, action: string): boolean {
  return intake.custom_actions === '*' || intake.custom_actions.includes(action);
}
