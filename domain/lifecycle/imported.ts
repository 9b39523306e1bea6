/** What Security Hub held as SUPPRESSED before Closeloop came: an acceptance of somebody's, which gets an end. */
import type { ImportedAcceptance } from '../decision.ts';
import type { Severity } from '../finding.ts';
import { hash32 } from '../spread.ts';
import { markHandled } from './commands.ts';
import type { TriageResult } from './events.ts';
import { toHumanReview } from './review.ts';
import type { LifecycleState } from './state.ts';
import { transition, appendStory } from './story.ts';

/** What is at work already goes its own way. */
export function onImported(
  before: LifecycleState,
  acceptance: ImportedAcceptance,
  now: number,
): LifecycleState {
  if (before.phase.name !== 'TRIAGE' || before.episode !== null) return before;
  const state = markHandled(before, acceptance.id);
  if (state === null) return before;
  const { actor } = acceptance;
  const text = `asks to import it until ${acceptance.until}: ${acceptance.why}`;
  return appendStory(
    { ...state, importing: acceptance },
    { kind: 'decision-asked', actor, text },
    now,
  );
}

/** Null where nothing is imported. What is not granted goes to people, never to a machine: somebody had hidden it. */
export function applyImport(
  before: LifecycleState,
  { imported }: TriageResult,
  now: number,
): LifecycleState | null {
  if ((before.importing ?? null) === null) return null;
  const state = { ...before, importing: null };
  if (imported === undefined) return toHumanReview(state, 'imported, and nobody checked it', now);
  if (!imported.granted) return toHumanReview(state, `not imported: ${imported.because}`, now);
  const { severity } = state;
  if (severity === 'CRITICAL')
    return toHumanReview(state, 'not imported: it is CRITICAL by now', now);
  const { by, confirmedBy, why, until } = imported;
  const id = before.importing?.id ?? '';
  const exception = { id, by, confirmedBy, why, since: now, until, severity, headsUps: 0 };
  const text = `${by}; imported by ${confirmedBy} until ${new Date(until).toISOString()}: ${why}`;
  const accepted = { ...state, exception, request: null, pending: null, approval: null };
  return transition(
    accepted,
    { name: 'SUPPRESS' },
    { kind: 'accepted', actor: confirmedBy, text },
    now,
  );
}

/** The last part of the time that policy allows over which imported ends are spread. */
const SPREAD = 0.25;
const MINUTE = 60_000;

/**
 * The end that is imposed, epoch milliseconds: as late as policy allows, but the ends of one import are spread over
 * the last quarter of that time. The same problem gets the same share. `most` in seconds.
 */
export function importedUntil(
  workflowId: string,
  most: Readonly<Record<Severity, number>>,
  { severity, now }: { readonly severity: Severity; readonly now: number },
): number {
  const longest = most[severity] * 1000;
  const part = 1 - SPREAD * (hash32(workflowId) / 2 ** 32);
  return Math.floor((now + longest * part) / MINUTE) * MINUTE;
}
