import type { FindingRef } from '../../domain/finding.ts';
import type { ExceptionRow } from '../../domain/story.ts';
import type { Ledger, Lifecycle } from '../ledger/ledger.ts';

/** The other problems of a finding: Security Hub has one status for all of them. */
export interface OtherProblems {
  /** Open, and accepted by nobody: the finding has to stay visible. */
  readonly open: readonly string[];
  /** Open, and accepted. */
  readonly accepted: readonly { readonly workflowId: string; readonly exception: ExceptionRow }[];
}

/**
 * The finding's problems other than `workflowId`. A lifecycle writes its exception to the ledger before it updates
 * Security Hub, so of two that do it at once, the later one sees the earlier.
 */
export async function otherProblemsOn(
  ledger: Pick<Ledger, 'knownFinding' | 'lifecycle'>,
  finding: FindingRef,
  workflowId: string,
): Promise<OtherProblems> {
  const known = await ledger.knownFinding(finding);
  const others = Object.entries(known?.problems ?? {}).filter(([id]) => id !== workflowId);
  const rows = await Promise.all(
    others.map(async ([id, state]) => ({ id, state, row: await ledger.lifecycle(id) })),
  );
  const accepted = rows.flatMap(({ id, row }) => {
    const exception = row === null ? null : exceptionOf(row);
    return exception === null ? [] : [{ workflowId: id, exception }];
  });
  const open = rows
    .filter(({ state, row }) => state === 'open' || (row !== null && row.phase !== 'CLOSED'))
    .map(({ id }) => id)
    .filter((id) => !accepted.some((one) => one.workflowId === id));
  return { open, accepted };
}

/** Null in a phase in which the exception is not in force. */
function exceptionOf({ phase, exception }: Lifecycle): ExceptionRow | null {
  return IN_FORCE.includes(phase) ? (exception ?? null) : null;
}

/** VERIFY: a person requested a recheck while it is accepted. */
const IN_FORCE: readonly string[] = ['SUPPRESS', 'ACCEPTED', 'VERIFY'];
