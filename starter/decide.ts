import { compareSeverity } from '../domain/finding.ts';
import { isExcluded, takesAccount } from '../policies/intake-match.ts';
import type { Intake } from '../policies/intake.ts';
import type { Finding } from './event/finding.ts';
import { isSuppressedByUs, materialHash } from './event/material.ts';
import type { Known } from './event/material.ts';
import { isSample } from './event/sample.ts';
import { isMuted, isNotEvaluated } from './event/status.ts';
import type { Catalogue } from './identity/catalogue.ts';
import { identify } from './identity/identity.ts';
import type { Identified } from './identity/identity.ts';
import { REASONS } from './reasons.ts';
import type { Action, Reason } from './reasons.ts';
import { closedByUs, isReturn } from './returns.ts';

/** What the starter does with one problem of a finding. */
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
  /** Of what matters in this report: the ledger keeps it, to tell an unchanged report. */
  readonly hash: string;
}

export interface Circumstances {
  readonly catalogue: Catalogue;
  readonly intake: Intake;
  /** The custom action's name, null for an import. */
  readonly action: string | null;
  readonly known: Known;
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
  const requested = action !== null && isNamed(intake, action);
  const state = requested ? 'asked' : stateOf(finding, circumstances);
  const steps = problems.map((identified) => {
    const step = stepFor(identified, { finding, intake, state });
    return requested ? step : unlessUnchanged(step, { known, hash, problems });
  });
  return { steps, refusal: null, hash };
}

/** What the finding's state says, whatever its control; null when it is an open report. */
function stateOf(finding: Finding, { intake, known, action }: Circumstances): Reason | null {
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

/** An open lifecycle gets the report. Our own suppression without a change is dropped later, as unchanged. */
function suppressed(finding: Finding, known: Known): Reason {
  if (isSuppressedByUs(finding, known)) return 'reported-while-accepted';
  const open = Object.values(known?.problems ?? {}).includes('open');
  return open ? 'suppressed-by-person' : 'suppressed';
}

function resolved(finding: Finding, known: Known, intake: Intake): Reason {
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
/** A person says that the problem is over, or requests a check: the lifecycle reads the resource. */
const CHECKS: readonly Reason[] = [
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
  { finding, intake, state }: { finding: Finding; intake: Intake; state: Reason | null },
): Step {
  const { problem, because, doubtful } = identified;
  if (state !== null && WAKES.includes(state)) return stepOf('wake', state, identified);
  if (state !== null && DROPS.includes(state)) return stepOf('drop', state, identified);
  const text = (reason: Reason) => `${because}; ${REASONS[reason]}`;
  if (problem.control !== null) {
    if (state === null) return { ...stepOf('start', 'reported', identified), text: because };
    return { ...stepOf('start', state, identified), text: `${REASONS[state]}; ${because}` };
  }
  if (doubtful) return { ...stepOf('people', 'doubtful', identified), text: because };
  if (state === null && isNotEvaluated(finding) && intake.not_evaluated === 'drop') {
    return { ...stepOf('drop', 'not-evaluated', identified), text: text('not-evaluated') };
  }
  if (state !== 'asked' && isLeftOut(intake, finding, identified)) {
    return { ...stepOf('drop', 'unmapped-policy', identified), text: text('unmapped-policy') };
  }
  return { ...stepOf('people', state ?? 'unmapped', identified), text: because };
}

function isLeftOut(
  { unmapped, ...intake }: Intake,
  finding: Finding,
  { problem }: Identified,
): boolean {
  const minor = compareSeverity(finding.severity, unmapped.min_severity) < 0;
  return !unmapped.start || minor || isExcluded({ unmapped, ...intake }, problem.findingType);
}

/** True when a step makes an open lifecycle check the resource. */
export function requestsCheck({ reason }: Step): boolean {
  return CHECKS.includes(reason);
}

/**
 * Drops a report that the ledger has already. A finding whose second problem was never acknowledged is not unchanged,
 * whatever its hash.
 */
function unlessUnchanged(
  step: Step,
  { known, hash, problems }: { known: Known; hash: string; problems: readonly Identified[] },
): Step {
  if (step.action === 'drop' || !known) return step;
  const acknowledged = Object.keys(known.problems).length >= problems.length;
  return known.hash === hash && acknowledged ? stepOf('drop', 'unchanged', step.identified) : step;
}

function stepOf(action: Step['action'], reason: Reason, identified: Identified): Step {
  return { action, reason, text: REASONS[reason], identified };
}

function isNamed(intake: Intake, action: string): boolean {
  return intake.custom_actions === '*' || intake.custom_actions.includes(action);
}
