import { activityInfo } from '@temporalio/activity';

import type { Decision, DecisionCheck } from '../../domain/decision.ts';
import { highestSeverity } from '../../domain/finding.ts';
import type { Severity } from '../../domain/finding.ts';
import { escalationLevels } from '../../policies/escalation.ts';
import type { OwnershipTable } from '../../policies/ownership.ts';
import { mayDecide } from '../../policies/who-may-decide.ts';
import type { CheckDecisionInput } from '../../workflows/activity-types.ts';
import type { ReadSeverity } from '../findings/known-severity.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { Policies } from '../triage/policies.ts';
import { checkPerson } from './check-person.ts';
import type { PersonDeps } from './check-person.ts';
import type { Receipts } from './receipts.ts';
import { whyNotShown } from './shown.ts';

export interface CheckDecisionDeps extends PersonDeps {
  readonly policies: Pick<Policies, 'tables' | 'deadlines' | 'decisions' | 'release'>;
  /** Only the runtime worker issues receipts, because it trusts no other worker's check. Null on others. */
  readonly receipts: Pick<Receipts, 'issue'> | null;
  /** Null on workers that act on no decision by themselves: the message's severity counts there. */
  readonly severityOf: ReadSeverity | null;
  /** Read again for what the person was shown. */
  readonly ledger: Pick<Ledger, 'lifecycle' | 'planText'>;
}

/** Checks that the decision is proven, that the person may decide and saw it, and that it can be carried out. */
export async function checkDecision(
  deps: CheckDecisionDeps,
  input: CheckDecisionInput,
): Promise<DecisionCheck> {
  const { workflowId, decision, team } = input;
  const { policies, receipts } = deps;
  const severity = await severityThatCounts(deps, input);
  const requester = input.requester ?? null;
  const statement = { workflowId, decision, severity, requester, usedBy: thisActivity() };
  const person = await checkPerson(deps, statement, (who, table) => mayDecide(who, team, table));
  if (!person.trusted) return person;
  const unseen = await whyNotShown(deps.ledger, workflowId, decision);
  if (unseen !== null) return { trusted: false, because: unseen, actor: person.actor };
  const { table, ...check } = person;
  if (decision.decision === 'assign') return assigned(check, decision, { table, policies });
  const writes = decision.decision === 'approve' || decision.decision === 'undo';
  if (!writes || receipts === null) return check;
  return { ...check, receipt: await receipts.issue({ ...decision, actor: check.actor }) };
}

/** The highest of the message's and Security Hub's; CRITICAL where an older message does not name its problem. */
async function severityThatCounts(
  { severityOf }: Pick<CheckDecisionDeps, 'severityOf'>,
  { workflowId, problem, severity }: CheckDecisionInput,
): Promise<Severity> {
  if (severityOf === null) return severity;
  if (problem === undefined) return 'CRITICAL';
  return highestSeverity(severity, (await severityOf(workflowId, problem)).severity);
}

/** The same for each attempt of this activity. */
export function thisActivity(): string {
  const { workflowExecution, activityId } = activityInfo();
  return `${workflowExecution?.runId ?? ''}/${activityId}`;
}

interface Tables {
  readonly table: OwnershipTable;
  readonly policies: CheckDecisionDeps['policies'];
}

/** The check with the new owner and its escalation levels. */
function assigned(
  check: DecisionCheck,
  { team, why }: Decision,
  { table, policies }: Tables,
): DecisionCheck {
  if (team === null || !table.teams.some(({ slug }) => slug === team)) {
    const slugs = table.teams.map(({ slug }) => slug).join(', ');
    return { trusted: false, because: `there is no team "${team ?? ''}": one of ${slugs}` };
  }
  const owner = { team, because: `given by ${check.actor ?? ''}: ${why}`.slice(0, 300) };
  return {
    ...check,
    assigned: { owner, ladder: escalationLevels(team, table, policies.deadlines) },
  };
}
