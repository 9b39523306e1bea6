/** What the audit tells people of a lifecycle. It writes no table but its own, so nothing is stored of it. */
import { ApplicationFailure } from '@temporalio/common';

import type { NoticeKind } from '../../domain/notice.ts';
import { truncate } from '../../domain/text.ts';
import type { Store } from '../ledger/dynamodb/store.ts';
import { getLifecycle } from '../ledger/lifecycle/lifecycle-item.ts';
import { planText } from '../ledger/lifecycle/plans.ts';
import { sequenceOf } from '../ledger/lifecycle/story-item.ts';
import type { Notice } from '../ledger/notice/notices.ts';
import { compose } from './compose.ts';
import type { Surroundings } from './compose.ts';
import { planOf, publishMessage } from './publish.ts';
import type { Publisher } from './topic.ts';

export interface TellDeps {
  readonly store: Store;
  /** Null where nobody is notified: then only the log and `doctor` say it. */
  readonly topic: Publisher | null;
  readonly around: Surroundings;
  readonly clock: { readonly now: () => Date };
  /** Writes one line to the log. */
  readonly warn: (line: string) => void;
}

interface Told {
  readonly workflowId: string;
  readonly kind: NoticeKind;
  readonly text: string;
}

/**
 * Publishes a notification on the topic, without a row in `messages`; false where that failed. A scoped exception has no
 * notifications: the log and `doctor` say it.
 */
export async function tellNow(deps: TellDeps, told: Told): Promise<boolean> {
  const { workflowId } = told;
  const text = truncate(told.text, 1_000);
  deps.warn(`${workflowId}: ${text}`);
  try {
    const notice = await noticeOf(deps, { ...told, text });
    if (notice === null || deps.topic === null) return true;
    const plan = await planOf(
      { planText: (id, hash) => planText(deps.store, { workflowId: id, hash }) },
      notice,
    );
    const why = await publishMessage(deps.topic, compose(notice, deps.around, plan));
    if (why !== null) deps.warn(`The notification about ${workflowId} was not published: ${why}`);
    return why === null;
  } catch (error) {
    if (!(error instanceof ApplicationFailure)) throw error;
    deps.warn(`The notification about ${workflowId} cannot be made: ${error.message}`);
    return false;
  }
}

/** Null for what is no lifecycle. */
async function noticeOf(
  { store, clock }: TellDeps,
  { workflowId, kind, text }: Told,
): Promise<Notice | null> {
  const item = await getLifecycle(store, workflowId);
  if (item === null || item.shown === null) return null;
  const { row, episode, cursor } = item.shown;
  const at = clock.now().toISOString();
  return {
    workflowId,
    episode,
    // After the newest line and before the next: a subscriber shows no older state after it.
    sequence: `${sequenceOf(episode, cursor)}~${at}`,
    kind,
    at,
    actor: 'closeloop-audit',
    text,
    row: { ...row, findings: row.findings.slice(0, 5) },
    reports: row.findings.length,
    attempts: 0,
    lastError: null,
  };
}
