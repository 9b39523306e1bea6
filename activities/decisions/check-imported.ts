import { activityInfo } from '@temporalio/activity';

import type { ImportedAcceptance } from '../../domain/decision.ts';
import { expiryProblem, parseInstant } from '../../domain/exception.ts';
import type { ImportCheck } from '../../domain/exception.ts';
import type { FindingRef } from '../../domain/finding.ts';
import { mayDecideScoped } from '../../policies/who-may-decide.ts';
import type { TriageInput } from '../../workflows/activity-types.ts';
import type { Suppression } from '../findings/suppressions.ts';
import { shortened } from '../shortened.ts';
import type { CheckDecisionDeps } from './check-decision.ts';
import { checkProof } from './check-proof.ts';

export interface CheckImportDeps extends Omit<CheckDecisionDeps, 'receipts'> {
  readonly suppressions: (findings: readonly FindingRef[]) => Promise<readonly Suppression[]>;
}

/**
 * May what Security Hub holds as SUPPRESSED become an exception with an end? By a security lead, proven, within
 * policy, never CRITICAL, and only while Security Hub still says so. Null where nothing is imported.
 */
export async function checkImported(
  deps: CheckImportDeps,
  input: TriageInput,
): Promise<ImportCheck | null> {
  const { imported: acceptance } = input;
  if (acceptance === undefined) return null;
  const until = parseInstant(acceptance.until);
  const wrong = contentProblem(deps, input, acceptance);
  if (wrong !== null || until === null) return refused(wrong ?? 'it has no end');
  const who = await whoImports(deps, input, acceptance);
  if ('why' in who) return refused(who.why);
  const [first] = await deps.suppressions(input.story.row.findings);
  if (first === undefined) return refused('Security Hub does not hold it as SUPPRESSED any more');
  const by = `suppressed in Security Hub by ${first.by ?? 'somebody who left no note'}`;
  const why = shortened(first.text ?? acceptance.why, 400);
  return {
    granted: true,
    by: shortened(`imported; ${by}`, 200),
    confirmedBy: who.person,
    why,
    until,
  };
}

function refused(because: string): ImportCheck {
  return { granted: false, because };
}

function contentProblem(
  { policies, clock }: CheckImportDeps,
  { workflowId, problem, severity }: TriageInput,
  { finding, until }: ImportedAcceptance,
): string | null {
  if (finding !== workflowId) return `it is about ${finding}, this is ${workflowId}`;
  if (severity === 'CRITICAL') return 'it is CRITICAL: people decide about each';
  if (problem.control === null)
    return `no control verifies ${problem.findingType}: people decide about each`;
  const about = { severity, since: null, now: clock.now().getTime() };
  return expiryProblem(until, policies.decisions.acceptance, about);
}

/** A run that looks twice uses the same proof; no other run can. */
async function whoImports(
  deps: CheckImportDeps,
  { workflowId, severity }: TriageInput,
  acceptance: ImportedAcceptance,
): Promise<{ readonly person: string } | { readonly why: string }> {
  const { decisions, tables } = deps.policies;
  const proof = await checkProof({ ...deps, decisions }, acceptance, severity);
  if ('why' in proof) return proof;
  const by = activityInfo().workflowExecution?.runId ?? '';
  const use = { id: acceptance.id, by, at: deps.clock.now().toISOString() };
  if (proof.proven && !(await deps.usedProofs.use(workflowId, use)))
    return { why: 'its proof was used before' };
  const table = await tables.ownership();
  const say = mayDecideScoped(proof.person, 'ask', { table, confirmedBy: null });
  return say.may ? { person: proof.person } : { why: say.because };
}
