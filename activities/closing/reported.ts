/** What a finding in Security Hub reports, by the starter's own rules: no message says which findings are whose. */
import type { AwsSecurityFinding } from '@aws-sdk/client-securityhub';

import type { Control } from '../../controls/control.ts';
import type { FindingRef, Problem, Severity } from '../../domain/finding.ts';
import type { Ledger } from '../ledger/ledger.ts';

/** One problem of a finding. */
export interface Reported {
  readonly problem: Problem;
  /** The id of its lifecycle. */
  readonly workflowId: string;
  /** The id that it had before a control verified it; the same where none does. */
  readonly unmappedId: string;
}

/** A finding as Security Hub has it now. */
export interface Report {
  /** The higher one of the provider's and of what Security Hub shows. */
  readonly severity: Severity;
  readonly problems: readonly Reported[];
}

/** Null for a finding that cannot be read. */
export type ReadReport = (finding: AwsSecurityFinding) => Report | null;

/** A finding that Security Hub knows, with the problem of it that a lifecycle is about. */
export interface Own {
  readonly finding: FindingRef;
  readonly severity: Severity;
  readonly problem: Problem;
  /** Its other problems, which Security Hub shows with the same status. */
  readonly others: readonly Reported[];
}

export interface Sorted {
  readonly own: readonly Own[];
  /** One sentence for each finding that is about something else, or cannot be read. */
  readonly foreign: readonly string[];
  /** Findings that Security Hub does not know any more. */
  readonly missing: readonly FindingRef[];
}

export interface SortDeps {
  readonly readReport: ReadReport;
  readonly ledger: Pick<Ledger, 'knownFinding'>;
  readonly controlOf: (id: string) => Control | null;
}

/** Sorts the findings that a message names by what Security Hub says of them. */
export async function sortFindings(
  deps: SortDeps,
  {
    workflowId,
    findings,
  }: { readonly workflowId: string; readonly findings: readonly FindingRef[] },
  records: readonly AwsSecurityFinding[],
): Promise<Sorted> {
  const own: Own[] = [];
  const foreign: string[] = [];
  const missing: FindingRef[] = [];
  for (const finding of findings) {
    const record = records.find(
      ({ Id, ProductArn }) => Id === finding.id && ProductArn === finding.productArn,
    );
    const report = record === undefined ? null : deps.readReport(record);
    const mine =
      report?.problems.find((one) => isOf(workflowId, one)) ??
      (report === null ? undefined : await renamed(deps, workflowId, { finding, report }));
    if (record === undefined) missing.push(finding);
    else if (report === null || mine === undefined) foreign.push(foreignText(finding, report));
    else {
      const { severity, problems } = report;
      const others = problems.filter((one) => one !== mine);
      own.push({ finding, severity, problem: mine.problem, others });
    }
  }
  return { own, foreign, missing };
}

function foreignText({ id }: FindingRef, report: Report | null): string {
  if (report === null)
    return `finding ${id} is left as it is: Security Hub's record of it cannot be read`;
  const about = report.problems.map(({ workflowId }) => workflowId).join(', ') || 'no problem';
  return `finding ${id} is left as it is: in Security Hub it is about ${about}`;
}

/**
 * Whether a lifecycle with this id is about that problem. A problem keeps the first id it got: from before a control
 * verified it, or, where the hash at the end was made of an older spelling, one that reads the same.
 */
function isOf(id: string, { problem, workflowId, unmappedId }: Reported): boolean {
  if (id === workflowId || id === unmappedId) return true;
  return problem.control !== null && readable(id) === readable(workflowId);
}

/** Whether a lifecycle with this id may be about that problem, if the ledger says that the finding was sent to it. */
export function mayBe(id: string, other: Reported, controlOf: SortDeps['controlOf']): boolean {
  const [name = ''] = id.split(':');
  return isOf(id, other) || (place(id) === place(other.workflowId) && controlOf(name) === null);
}

/**
 * Where no control verified the problem, its id was made of a title, which the product may have changed since. The
 * starter remembers in `findings`, where besides it only the closer writes, to which lifecycle it sent the finding.
 */
async function renamed(
  { ledger, controlOf }: SortDeps,
  id: string,
  { finding, report }: { readonly finding: FindingRef; readonly report: Report },
): Promise<Reported | undefined> {
  const here = report.problems.find((one) => mayBe(id, one, controlOf));
  if (here === undefined) return undefined;
  const known = await ledger.knownFinding(finding);
  return Object.hasOwn(known?.problems ?? {}, id) ? here : undefined;
}

/** Account, Region and resource. */
function place(workflowId: string): string {
  return workflowId.split(':').slice(1, -1).join(':');
}

/** Control, account, Region and resource; without the hash. */
function readable(workflowId: string): string {
  return workflowId.split(':').slice(0, -1).join(':');
}
