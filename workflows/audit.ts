import { continueAsNew, isCancellation } from '@temporalio/workflow';

import type { AuditResult, AuditStep, StepResult } from '../domain/audit.ts';
import { findUnproven, sealStories } from './activity-options.ts';

/** One thing that an audit looks through, page by page. */
interface Step {
  /** In results; doctor reads it. */
  readonly name: string;
  /** `cursor` is null at first. A failure ends the step, and the next one begins. */
  readonly page: (cursor: string | null) => Promise<AuditStep>;
}

const STEPS: readonly Step[] = [
  // First, because what is sealed later can be changed longer.
  { name: 'stories', page: stories },
  { name: 'closed', page: closedFindings },
];

/** What continue-as-new carries over, by the steps' names. */
type Progress = Readonly<Record<string, StepResult & { readonly next: string | null }>>;

/** A page has a handful of events; histories stay far below their limit of 51,200. */
const PAGES_A_RUN = 500;

/**
 * Compares all stories with their seals and seals what is new, then looks for findings that are closed without proof and has the closer open them again. A Schedule runs it
 * (workers/schedules.ts), under a principal that writes nothing but seals.
 */
export async function Audit(before: Progress = {}): Promise<AuditResult> {
  const progress: Record<string, Progress[string]> = { ...before };
  let pages = 0;
  for (const { name, page } of STEPS) {
    while (!isOver(progress[name])) {
      if (pages === PAGES_A_RUN) await continueAsNew<typeof Audit>(progress);
      pages += 1;
      progress[name] = await onePage(page, progress[name]);
    }
  }
  return Object.fromEntries(
    Object.entries(progress).map(([name, { counts, failed }]) => [name, { counts, failed }]),
  );
}

function isOver(step: Progress[string] | undefined): boolean {
  return step !== undefined && (step.next === null || step.failed !== null);
}

async function onePage(page: Step['page'], before?: Progress[string]): Promise<Progress[string]> {
  const { next, counts } = before ?? { next: null, counts: {} };
  try {
    const found = await page(next);
    return { next: found.next, counts: sum(counts, found.counts), failed: null };
  } catch (error) {
    if (isCancellation(error)) throw error;
    return { next, counts, failed: messageOf(error) };
  }
}

async function stories() {
  return await sealStories();
}

async function closedFindings(cursor: string | null) {
  return await findUnproven(cursor);
}

function sum(a: StepResult['counts'], b: StepResult['counts']): Readonly<Record<string, number>> {
  const names = [...new Set([...Object.keys(a), ...Object.keys(b)])];
  return Object.fromEntries(names.map((name) => [name, (a[name] ?? 0) + (b[name] ?? 0)]));
}

/** An activity's failure says in its cause what went wrong. */
function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? error.cause.message : error.message;
}
