import type { FindingRef } from '../../domain/finding.ts';
import type { ExceptionRow } from '../../domain/story.ts';
import type { Ledger, Lifecycle } from '../ledger/ledger.ts';

/** A finding may report several problems; it is one thing in Security Hub. How its other problems stand. */
export interface Standing {
  /** Open, and accepted by nobody: the finding has to stay visible. */
  readonly open: readonly string[];
  /** Open, and accepted. */
  readonly accepted: readonly { readonly workflowId: string; readonly exception: ExceptionRow }[];
}

/**
 * How the finding's problems other than `workflowId` stand. A lifecycle that is about to tell Security Hub of its
 * exception has written so to the ledger before: of two that do it at once, the later one sees the earlier.
 */
export async function othersOn(
  ledger: Pick<Ledger, 'knownFinding' | 'lifecycle'>,
  finding: FindingRef,
  workflowId: string,
): Promise<Standing> {
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

/** Null in any phase in which nobody may rely on the exception. */
function exceptionOf({ phase, exception }: Lifecycle): ExceptionRow | null {
  return RESTS.includes(phase) ? (exception ?? null) : null;
}

/** VERIFY: somebody asked for a look while it is accepted. */
const RESTS: readonly string[] = ['SUPPRESS', 'ACCEPTED', 'VERIFY'];
