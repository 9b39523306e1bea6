/** What is shown before a decision, and the check that a decision is about what was shown. */
import { createHash } from 'node:crypto';

import { decisionForm, FORM_VERSION, formText } from '../../domain/decision-form.ts';
import type { DecisionForm } from '../../domain/decision-form.ts';
import type { Decided, Decision } from '../../domain/decision.ts';
import type { Ledger, Lifecycle } from '../ledger/ledger.ts';
import { readPlan } from './read-plan.ts';

export interface Shown {
  readonly form: DecisionForm;
  /** `1:` and the form's SHA-256 in hex: a decision carries it, and its signature covers it. */
  readonly digest: string;
}

/** Why nothing can be shown, so that nothing can be decided. `type` as a `Refusal` has it. */
export interface NotShown {
  readonly type: 'NotAllowedInState' | 'PlanNotShown';
  readonly why: string;
}

/** What is decided, with what the decision will name: of approve and reject the hash of the plan that is meant. */
export type About = Pick<Decision, 'decision' | 'finding' | 'episode' | 'severity' | 'planHash'>;

/** About the lifecycle as the ledger shows it now. */
export function aboutNow(row: Lifecycle, decision: Decided): About {
  const { workflowId: finding, episode, severity } = row;
  const planHash = BINDS_PLAN.includes(decision) ? row.planHash : null;
  return { decision, finding, episode, severity, planHash };
}

/** The form of a decision about the lifecycle as `row` shows it. An approval without its whole plan has none. */
export async function shownFor(
  ledger: Pick<Ledger, 'planText'>,
  row: Lifecycle,
  about: About,
): Promise<Shown | NotShown> {
  const { decision, planHash: hash } = about;
  const bound = BINDS_PLAN.includes(decision);
  if (bound && hash === null)
    return { type: 'NotAllowedInState', why: `there is no plan to ${decision}: ${row.waitsFor}` };
  const { problem, workflowId } = row;
  const plan =
    bound && hash !== null ? await readPlan(ledger, { workflowId, hash, problem }) : null;
  // Whoever rejects what cannot be shown changes nothing.
  if (decision === 'approve' && typeof plan === 'string')
    return { type: 'PlanNotShown', why: `nothing can be approved: ${plan}` };
  const form = decisionForm({ about, row, plan });
  const hex = createHash('sha256').update(formText(form)).digest('hex');
  return { form, digest: `${FORM_VERSION}:${hex}` };
}

const BINDS_PLAN: readonly Decided[] = ['approve', 'reject'];

/**
 * Why a decision does not count for what it was shown; null when it does. The form is made again from the ledger, so
 * neither the message nor the channel that sent it is believed. Where nothing is proven nothing need be shown: the
 * Temporal Web UI shows no form.
 */
export async function whyNotShown(
  ledger: Pick<Ledger, 'lifecycle' | 'planText'>,
  workflowId: string,
  decision: Decision,
): Promise<string | null> {
  const { shown, proof } = decision;
  if (shown === undefined)
    return proof === null
      ? null
      : `it does not carry what was shown when it was signed: decide again, with the release that this worker runs`;
  if (!shown.startsWith(`${FORM_VERSION}:`))
    return `it was shown in another form (version ${shown.split(':')[0] ?? ''}) than this worker makes (version ${FORM_VERSION}): use one release for all parts`;
  const row = await ledger.lifecycle(workflowId);
  if (row === null) return `the ledger knows no ${workflowId}`;
  const now = await shownFor(ledger, row, decision);
  if ('why' in now) return now.why;
  return now.digest === shown
    ? null
    : 'what was shown is not what the ledger holds now: look at it and decide again';
}
