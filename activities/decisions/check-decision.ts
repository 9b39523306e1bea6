import { activityInfo } from '@temporalio/activity';

import type { DecisionCheck } from '../../domain/decision.ts';
import { escalationLevels } from '../../policies/escalation.ts';
import type { OwnershipTable } from '../../policies/ownership.ts';
import type { CheckDecisionInput } from '../../workflows/activity-types.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { Policies } from '../triage/policies.ts';
import { checkPerson } from './check-person.ts';
import type { PersonDeps } from './check-person.ts';
import { judgedByMessage, judgedByReads } from './owner.ts';
import type { OwnReads } from './owner.ts';
import type { Receipts } from './receipts.ts';
import { whyNotShown } from './shown.ts';

export interface CheckDecisionDeps extends PersonDeps {
  readonly policies: Pick<Policies, 'tables' | 'deadlines' | 'decisions' | 'release'>;
  /** Only the runtime worker issues receipts, because it trusts no other worker's check. Null on others. */
  readonly receipts: Pick<Receipts, 'issue'> | null;
  /** Null on workers that act on no decision by themselves: there the message's severity and owner count. */
  readonly own: OwnReads | null;
  /** Read again for what the person was shown. */
  readonly ledger: Pick<Ledger, 'lifecycle' | 'planText'>;
}

/** Checks that the decision is proven, that the person may decide and saw it, and that it can be carried out. */
export async function checkDecision(
  deps: CheckDecisionDeps,
  input: CheckDecisionInput,
): Promise<DecisionCheck> {
  const { workflowId, decision } = input;
  const { receipts, own } = deps;
  const { severity, as, authority } =
    own === null ? judgedByMessage(input) : await judgedByReads(own, input);
  const requester = input.requester ?? null;
  const statement = { workflowId, decision, severity, requester, usedBy: thisActivity() };
  const person = await checkPerson(deps, statement, authority);
  if (!person.trusted) return person;
  const unseen = await whyNotShown(deps.ledger, workflowId, decision);
  if (unseen !== null) return { trusted: false, because: unseen, actor: person.actor };
  const { table, ...proven } = person;
  const check = as === null ? proven : { ...proven, because: `${proven.because}; ${as}` };
  if (decision.decision === 'assign') return await assigned(deps, input, { check, table });
  const writes = decision.decision === 'approve' || decision.decision === 'undo';
  if (!writes || receipts === null) return check;
  return { ...check, receipt: await receipts.issue({ ...decision, actor: check.actor }) };
}

/** The same for each attempt of this activity. */
export function thisActivity(): string {
  const { workflowExecution, activityId } = activityInfo();
  return `${workflowExecution?.runId ?? ''}/${activityId}`;
}

interface Trusted {
  readonly check: DecisionCheck & { readonly actor: string };
  readonly table: OwnershipTable;
}

/**
 * The check with the new owner and its escalation levels. The runtime worker remembers it: who a person gave the finding
 * to may decide about it, so no other worker's word counts.
 */
async function assigned(
  { policies, receipts, own, clock }: CheckDecisionDeps,
  { workflowId, decision: { id, finding, episode, team, why } }: CheckDecisionInput,
  { check, table }: Trusted,
): Promise<DecisionCheck> {
  if (team === null || !table.teams.some(({ slug }) => slug === team)) {
    const slugs = table.teams.map(({ slug }) => slug).join(', ');
    return refused(`there is no team "${team ?? ''}": one of ${slugs}`);
  }
  if (finding !== workflowId) return refused(`it is about ${finding}, this is ${workflowId}`);
  const owner = { team, because: `given by ${check.actor}: ${why}`.slice(0, 300) };
  if (receipts !== null && own !== null) {
    const at = clock.now().toISOString();
    const given = { episode, team, by: check.actor, decision: id, at };
    if (!(await own.assignments.remember(workflowId, given)))
      return refused(`it was assigned in a later episode than ${episode}`);
  }
  return {
    ...check,
    assigned: { owner, ladder: escalationLevels(team, table, policies.deadlines) },
  };
}

function refused(because: string): DecisionCheck {
  return { trusted: false, because };
}
