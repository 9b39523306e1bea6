/** The story of a scoped exception, and its row in the ledger. */
import { scopeInWords } from '../scope.ts';
import type { StoryEntry, StoryKind } from '../story.ts';
import { isoInstant, truncate } from '../text.ts';
import type { ScopedPhase, ScopedRow, ScopedState } from './state.ts';

interface NewEntry {
  readonly kind: StoryKind;
  readonly text: string;
  readonly actor?: string;
}

/** Appends an entry to the story. */
export function appendScopedStory(state: ScopedState, telling: NewEntry, now: number): ScopedState {
  const seq = state.seq + 1;
  const entry: StoryEntry = {
    seq,
    at: isoInstant(now),
    kind: telling.kind,
    phase: state.phase.name,
    actor: truncate(telling.actor ?? 'closeloop', 100),
    text: truncate(telling.text),
  };
  return { ...state, seq, unwritten: [...state.unwritten, entry] };
}

interface Ending {
  readonly how: (ScopedPhase & { name: 'ENDED' })['how'];
  readonly text: string;
  readonly actor?: string;
}

/** Ends the exception, for whatever reason. */
export function endScoped(
  state: ScopedState,
  { how, text, actor }: Ending,
  now: number,
): ScopedState {
  const over = { ...state, phase: { name: 'ENDED', how } as const, request: null };
  const by = actor === undefined ? {} : { actor };
  return appendScopedStory(over, { kind: KINDS[how], text, ...by }, now);
}

const KINDS = { declined: 'decision-refused', expired: 'expired', revoked: 'revoked' } as const;

export function scopedRow(state: ScopedState): ScopedRow {
  const { scope, phase, request, grant, matched } = state;
  return {
    scope,
    phase: phase.name,
    how: phase.name === 'ENDED' ? phase.how : null,
    waitsFor: scopedWaitsFor(state),
    nextDeadline: phase.name === 'ENDED' ? null : isoInstant(phase.deadline),
    request: request === null ? null : { ...request, deadline: isoInstant(request.deadline) },
    grant: grant === null ? null : grantRow(grant),
    matched,
  };
}

function grantRow(grant: NonNullable<ScopedState['grant']>): ScopedRow['grant'] {
  const { by, confirmedBy, why, since, until, hash } = grant;
  return { by, confirmedBy, why, since: isoInstant(since), until: isoInstant(until), hash };
}

/** One sentence: what it waits for and who can unblock it. */
export function scopedWaitsFor({ scope, phase, request, grant }: ScopedState): string {
  const second =
    request === null
      ? ''
      : `${request.by} asked for it until ${request.until}; another security lead has to confirm that by ${isoInstant(request.deadline)}`;
  switch (phase.name) {
    case 'NEW':
      return 'A request.';
    case 'ASKED':
      return `${scopeInWords(scope)}: ${second}`;
    case 'ACTIVE': {
      const force = `${scopeInWords(scope)} is accepted by ${grant?.by ?? ''} and ${grant?.confirmedBy ?? ''} until ${isoInstant(phase.deadline)}`;
      return second === '' ? force : `${force}; ${second}`;
    }
    case 'ENDED':
      return `Nothing: ${phase.how}.`;
  }
}
