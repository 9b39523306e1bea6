/** Findings that were SUPPRESSED in Security Hub before Closeloop came. Imported, they become acceptances with an end. */
import type { ImportedAcceptance } from '../decision.ts';
import type { Severity } from '../finding.ts';
import { hash32 } from '../spread.ts';
import { isoInstant } from '../text.ts';
import { markHandled } from './commands.ts';
import type { TriageResult } from './events.ts';
import { toHumanReview } from './review.ts';
import type { State } from './state.ts';
import { transition, appendStory } from './story.ts';

/** Only a lifecycle that this signal started imports: one that already acts ignores it. */
export function onImported(before: State, acceptance: ImportedAcceptance, now: number): State {
  if (before.phase.name !== 'TRIAGE' || before.episode !== null) return before;
  const state = markHandled(before, acceptance.id);
  if (state === null) return before;
  const { actor } = acceptance;
  const text = `asks to import it as accepted until ${acceptance.until}: ${acceptance.why}`;
  const importing = { ...state, importing: acceptance };
  return appendStory(importing, { kind: 'decision-asked', actor, text }, now);
}

/** Null where nothing is imported. A refused import goes to human review: somebody had suppressed it on purpose. */
export function applyImport(before: State, { imported }: TriageResult, now: number): State | null {
  if ((before.importing ?? null) === null) return null;
  const state = { ...before, importing: null };
  if (imported === undefined) return toHumanReview(state, 'the import was not checked', now);
  if (!imported.granted) return toHumanReview(state, `not imported: ${imported.because}`, now);
  const { severity } = state;
  if (severity === 'CRITICAL') return toHumanReview(state, 'not imported: it is CRITICAL now', now);
  const { by, confirmedBy, why, until } = imported;
  const id = before.importing?.id ?? '';
  const exception = { id, by, confirmedBy, why, since: now, until, severity, headsUps: 0 };
  const text = `${by}; imported by ${confirmedBy} until ${isoInstant(until)}: ${why}`;
  const accepted = { ...state, exception, request: null, pending: null, approval: null };
  const entry = { kind: 'accepted', actor: confirmedBy, text } as const;
  return transition(accepted, { name: 'SUPPRESS' }, entry, now);
}

/** The ends of an import are spread over this last part of the time that policy allows. */
const SPREAD = 0.25;
const MINUTE = 60_000;

/**
 * The end of an imported acceptance, epoch milliseconds: as late as policy allows, but spread over the last quarter of
 * that time, so that not all of an import ends at once. The same problem always gets the same end. `most` in seconds.
 */
export function importedUntil(
  workflowId: string,
  most: Readonly<Record<Severity, number>>,
  { severity, now }: { readonly severity: Severity; readonly now: number },
): number {
  const longest = most[severity] * 1000;
  const share = 1 - SPREAD * (hash32(workflowId) / 2 ** 32);
  return Math.floor((now + longest * share) / MINUTE) * MINUTE;
}
