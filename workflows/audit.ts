import { continueAsNew, isCancellation } from '@temporalio/workflow';

import type { AuditResult, AuditStep, StepResult, Unproven } from '../domain/audit.ts';
import { findUnproven, reopenUnproven, sealStories, tellAudit } from './activity-options.ts';

/** One thing that an audit looks through, page by page. */
interface Step {
  /** In results; doctor reads it. */
  readonly name: string;
  /** `cursor` is null at first. A failure ends the step, and the next one begins. */
  readonly page: (cursor: string | null) => Promise<Page>;
}

/** People are told when a name of `ALARMING` is among the counts. */
interface Page extends AuditStep {
  /** For the alarm. */
  readonly first?: readonly Unproven[];
}

const STEPS: readonly Step[] = [
  // First, because what is sealed later can be changed longer.
  { name: 'stories', page: stories },
  { name: 'closed', page: closedFindings },
];
const ALARMING = ['unproven', 'unchecked'];
/** In an alarm. */
const MOST_NAMED = 20;

/** What continue-as-new carries over, by the steps' names. */
type Progress = StepResult & Pick<Page, 'next'> & { readonly first: readonly Unproven[] };

/** A page has a handful of events; histories stay far below their limit of 51,200. */
const PAGES_A_RUN = 500;

/**
 * Compares all stories with their seals and seals what is new, then looks for findings that are closed without proof and
 * has the closer open them again. A Schedule runs it (workers/schedules.ts), under a principal that writes only seals.
 */
export async function Audit(before: Readonly<Record<string, Progress>> = {}): Promise<AuditResult> {
  const progress: Record<string, Progress> = { ...before };
  let pages = 0;
  for (const { name, page } of STEPS) {
    for (let at = progress[name]; at === undefined || !isOver(at); at = progress[name]) {
      if (pages === PAGES_A_RUN) await continueAsNew<typeof Audit>(progress);
      pages += 1;
      const after = await onePage(page, at ?? BEGINNING);
      progress[name] = after;
      await tell(name, at ?? BEGINNING, after);
    }
  }
  return Object.fromEntries(
    Object.entries(progress).map(([name, { counts, failed }]) => [name, { counts, failed }]),
  );
}

const BEGINNING: Progress = { next: null, counts: {}, failed: null, first: [] };

function isOver({ next, failed }: Progress): boolean {
  return next === null || failed !== null;
}

async function onePage(page: Step['page'], before: Progress): Promise<Progress> {
  try {
    const { next, counts, first = [] } = await page(before.next);
    return {
      next,
      counts: sum(before.counts, counts),
      failed: null,
      first: [...before.first, ...first].slice(0, MOST_NAMED),
    };
  } catch (error) {
    if (isCancellation(error)) throw error;
    return { ...before, failed: messageOf(error) };
  }
}

async function stories(): Promise<Page> {
  return await sealStories();
}

/** At once when there is something to tell, and at the end with all that was found: two messages at most. */
async function tell(step: string, before: Progress, after: Progress): Promise<void> {
  const isOverNow = isOver(after);
  const isFirst = isAlarming(after.counts) && !isAlarming(before.counts);
  if (!isFirst && !(isOverNow && (isAlarming(after.counts) || after.failed !== null))) return;
  const { counts, failed, first } = after;
  try {
    await tellAudit({ step, counts, failed, isOver: isOverNow, first });
  } catch (error) {
    // The result of this workflow says it too, and doctor shows that.
    if (isCancellation(error)) throw error;
  }
}

function isAlarming(counts: StepResult['counts']): boolean {
  return ALARMING.some((name) => (counts[name] ?? 0) > 0);
}

/** What the closer finds to be proven, or people's, it leaves alone. */
async function closedFindings(cursor: string | null): Promise<Page> {
  const { next, counts, unproven, unchecked } = await findUnproven(cursor);
  const first = [...unproven, ...unchecked];
  if (unproven.length === 0) return { next, counts, first };
  const answers = await reopenUnproven(unproven.map(({ finding }) => finding)).catch(onRefusal);
  const outcomes = answers.map(({ outcome }) => ({ [outcome]: 1 }));
  return { next, counts: outcomes.reduce(sum, counts), first };
}

/** The other pages are looked at all the same; what is not open again, the next audit orders again. */
function onRefusal(error: unknown): readonly { readonly outcome: string }[] {
  if (isCancellation(error)) throw error;
  return [{ outcome: 'order-failed' }];
}

function sum(a: StepResult['counts'], b: StepResult['counts']): StepResult['counts'] {
  const names = [...new Set([...Object.keys(a), ...Object.keys(b)])];
  return Object.fromEntries(names.map((name) => [name, (a[name] ?? 0) + (b[name] ?? 0)]));
}

/** An activity's failure says in its cause what went wrong. */
function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? error.cause.message : error.message;
}
