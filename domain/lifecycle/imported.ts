/** Findings that were SUPPRESSED in Security Hub before Closeloop came. Imported, they become acceptances with an end. */
import type { Decision, ImportedAcceptance } from '../decision.ts';
import type { Severity } from '../finding.ts';
import { hash32 } from '../spread.ts';
import { isoInstant } from '../text.ts';
import { markHandled } from './commands.ts';
import type { TriageResult } from './events.ts';
import { needsSecondPerson } from './four-eyes.ts';
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
  const { why, until } = imported;
  const granted = 'importer' in imported ? { by: imported.importer, confirmedBy: null } : imported;
  const { by, confirmedBy } = granted;
  const decision = acceptanceOf(state, before.importing ?? null, { by, why });
  const mayAlone = confirmedBy !== null || !needsSecondPerson(state, decision);
  if (!mayAlone) return askSecond(state, decision, now);
  const { id } = decision;
  const exception = { id, by, confirmedBy, why, since: now, until, severity, headsUps: 0 };
  const text = `imported by ${confirmedBy ?? by} until ${isoInstant(until)}: ${why}`;
  const accepted = { ...state, exception, request: null, pending: null, approval: null };
  const entry = { kind: 'accepted', actor: confirmedBy ?? by, text } as const;
  return transition(accepted, { name: 'SUPPRESS' }, entry, now);
}

/** The import as an acceptance, which another person can confirm. Its proof was checked with the import. */
function acceptanceOf(
  { workflowId, episode, severity }: State,
  importing: ImportedAcceptance | null,
  { by, why }: { readonly by: string; readonly why: string },
): Decision {
  return {
    id: importing?.id ?? '',
    finding: workflowId,
    episode: episode ?? 1,
    decision: 'accept',
    planHash: null,
    severity,
    actor: by,
    until: importing?.until ?? null,
    team: null,
    why,
    door: importing?.door ?? 'cli',
    proof: null,
  };
}

/** From the severity on that two people accept, an import waits in human review for the second one. */
function askSecond(state: State, request: Decision, now: number): State {
  const { actor, until, why } = request;
  const reason = `${actor} asks to import it as accepted until ${until ?? ''}; a second person has to confirm it: ${why}`;
  const reviewed = toHumanReview({ ...state, acted: true }, reason, now);
  return appendStory({ ...reviewed, request }, { kind: 'second-asked', actor, text: reason }, now);
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
