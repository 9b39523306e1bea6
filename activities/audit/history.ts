/** Who gave a finding its workflow status, by Security Hub's own history. */
import type { FindingHistoryRecord, SecurityHub } from '@aws-sdk/client-securityhub';

import type { FindingRef } from '../../domain/finding.ts';
import { callAws } from '../aws/failures.ts';
import type { Pace } from './pace.ts';

export interface HistoryDeps {
  readonly securityHub: Pick<SecurityHub, 'getFindingHistory'>;
  readonly pace: Pace;
  readonly clock: { readonly now: () => Date };
}

/** The newest change of the workflow status. */
export interface StatusChange {
  /** Milliseconds: when Security Hub processed it. */
  readonly at: number;
  /** The ARN of the principal or the product; null where Security Hub names none. */
  readonly by: string | null;
  /** By BatchUpdateFindings, which customers call; else by its product. */
  readonly isUpdate: boolean;
  /** The status as it was afterwards; null where Security Hub leaves values out of a long record. */
  readonly to: string | null;
}

export type LastChange =
  /** `before`: when it was changed before that, as far as the same part of the history shows; milliseconds. */
  | { readonly change: StatusChange; readonly before: number | null }
  /** None is shown. `isWhole`: the history reaches back to the finding's creation. */
  | { readonly change: null; readonly isWhole: boolean };

const DAY = 24 * 3_600_000;
/** Security Hub keeps 90 days: https://docs.aws.amazon.com/securityhub/1.0/APIReference/API_GetFindingHistory.html */
const KEPT = 90 * DAY;
/** Backwards in time, because the order of records is not documented and a finding may have thousands. */
const STEPS = [DAY, 14 * DAY, KEPT];
/** Of 100 records, in one of the windows. A product that updates a finding every five minutes fills 220 of them in the longest. */
const MOST_PAGES = 300;

/**
 * The newest change of the finding's workflow status. `hint`: a time in milliseconds after which it probably lies, which
 * saves calls and hides nothing that is newer. Throws as `callAws` does, and an Error for a history that is too long.
 */
export async function lastStatusChange(
  deps: HistoryDeps,
  finding: FindingRef,
  hint: number | null,
): Promise<LastChange> {
  const now = deps.clock.now().getTime();
  const first = hint === null || hint > now || hint < now - KEPT ? now : hint;
  const further = STEPS.map((ago) => now - ago).filter((start) => start < first);
  const starts = first === now ? further : [first, ...further];
  // A clock ahead of ours must not hide the newest record.
  let end = now + DAY;
  let isWhole = false;
  for (const start of starts) {
    const records = await recordsIn(deps, finding, { start, end });
    const [newest, before] = records.flatMap(statusChange).toSorted((a, b) => b.at - a.at);
    if (newest !== undefined) return { change: newest, before: before?.at ?? null };
    isWhole ||= records.some(({ FindingCreated }) => FindingCreated === true);
    end = start;
  }
  return { change: null, isWhole };
}

async function recordsIn(
  { securityHub, pace }: HistoryDeps,
  { id, productArn }: FindingRef,
  { start, end }: { readonly start: number; readonly end: number },
): Promise<readonly FindingHistoryRecord[]> {
  const records: FindingHistoryRecord[] = [];
  let NextToken: string | undefined;
  for (let page = 0; page < MOST_PAGES; page += 1) {
    await pace('GetFindingHistory');
    const { Records = [], NextToken: next } = await callAws(
      `securityhub:GetFindingHistory of ${id}`,
      () =>
        securityHub.getFindingHistory({
          FindingIdentifier: { Id: id, ProductArn: productArn },
          StartTime: new Date(start),
          EndTime: new Date(end),
          MaxResults: 100,
          ...(NextToken === undefined ? {} : { NextToken }),
        }),
    );
    records.push(...Records);
    NextToken = next;
    if (NextToken === undefined) return records;
  }
  throw new TooLong(`the history of ${id} has more than ${MOST_PAGES * 100} records`);
}

/** Fewer records than this were never read: who closed the finding cannot be said. */
export class TooLong extends Error {}

/** `Workflow.Status`, however it is spelled: AWS does not document it. `WorkflowState` is another, deprecated field. */
const STATUS_FIELD = /workflow(?!State$)/i;
const STATUS = /\b(NEW|NOTIFIED|RESOLVED|SUPPRESSED)\b/;

function statusChange(record: FindingHistoryRecord): readonly StatusChange[] {
  const { UpdateTime, UpdateSource, Updates = [], FindingCreated } = record;
  const update = Updates.find(({ UpdatedField = '' }) => STATUS_FIELD.test(UpdatedField));
  // How the product delivered it at first is no change.
  if (update === undefined || UpdateTime === undefined || FindingCreated === true) return [];
  return [
    {
      at: UpdateTime.getTime(),
      by: UpdateSource?.Identity ?? null,
      isUpdate: UpdateSource?.Type !== 'BATCH_IMPORT_FINDINGS',
      to: STATUS.exec(update.NewValue ?? '')?.[1] ?? null,
    },
  ];
}
