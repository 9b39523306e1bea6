import { activityInfo } from '@temporalio/activity';

import { expiryProblem, parseInstant } from '../../domain/exception.ts';
import type { ImportCheck } from '../../domain/exception.ts';
import type { FindingRef } from '../../domain/finding.ts';
import { mayDecideScoped } from '../../policies/who-may-decide.ts';
import type { CheckImportInput } from '../../workflows/activity-types.ts';
import type { Suppression } from '../findings/suppressions.ts';
import { shortened } from '../shortened.ts';
import { checkPerson } from './check-person.ts';
import type { PersonDeps } from './check-person.ts';

export interface CheckImportDeps extends PersonDeps {
  readonly suppressions: (findings: readonly FindingRef[]) => Promise<readonly Suppression[]>;
}

/** What an import says, and of which lifecycle. */
export type ImportInput = Pick<
  CheckImportInput,
  'workflowId' | 'problem' | 'severity' | 'findings' | 'acceptance'
>;

/**
 * Checks that a finding which is SUPPRESSED in Security Hub may become an exception with an end: a security lead
 * imports it, proven and within policy, it is not CRITICAL, and it is still SUPPRESSED. The person who imports it is the
 * one who accepts it, whatever name its note carries.
 */
export async function checkImported(
  deps: CheckImportDeps,
  input: ImportInput,
): Promise<ImportCheck> {
  const { acceptance, findings } = input;
  const until = parseInstant(acceptance.until);
  const wrong = contentProblem(deps, input);
  if (wrong !== null || until === null) return refused(wrong ?? 'it has no end');
  const { workflowId, severity } = input;
  // A second triage of the same run uses the same proof again.
  const usedBy = activityInfo().workflowExecution?.runId ?? '';
  const statement = { workflowId, decision: acceptance, severity, requester: null, usedBy };
  const person = await checkPerson(deps, statement, (who, table) =>
    mayDecideScoped(who, 'ask', { table, confirmedBy: null }),
  );
  if (!person.trusted) return refused(person.because);
  const [first] = await deps.suppressions(findings);
  if (first === undefined) return refused('it is not SUPPRESSED in Security Hub any more');
  return { granted: true, importer: person.actor, why: claimOf(first), until };
}

/** Every principal with BatchUpdateFindings can write a note in any name. */
function claimOf({ by, text }: Suppression): string {
  const name = shortened(by ?? 'nobody', 100);
  const says = text === null ? 'Security Hub holds no note' : shortened(text, 300);
  return `SUPPRESSED in Security Hub before; unproven note of ${name}: ${says}`;
}

function refused(because: string): ImportCheck {
  return { granted: false, because };
}

function contentProblem(
  { policies, clock }: CheckImportDeps,
  { workflowId, problem, severity, acceptance: { finding, until } }: ImportInput,
): string | null {
  if (finding !== workflowId) return `it is about ${finding}, this is ${workflowId}`;
  if (severity === 'CRITICAL') return 'it is CRITICAL: people decide about each';
  if (problem.control === null)
    return `no control verifies ${problem.findingType}: people decide about each`;
  const about = { severity, since: null, now: clock.now().getTime() };
  return expiryProblem(until, policies.decisions.acceptance, about);
}
