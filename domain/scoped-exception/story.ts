/** The story and the ledger's row of an exception wider than one finding. */
import { cut } from '../lifecycle/story.ts';
import { scopeInWords } from '../scope.ts';
import type { StoryEntry, StoryKind } from '../story.ts';
import type { ScopedPhase, ScopedRow, ScopedState } from './state.ts';

interface NewEntry {
  readonly kind: StoryKind;
  readonly text: string;
  readonly actor?: string;
}

/** The state with one more line of its story. */
export function appendScopedStory(state: ScopedState, telling: NewEntry, now: number): ScopedState {
  const seq = state.seq + 1;
  const entry: StoryEntry = {
    seq,
    at: new Date(now).toISOString(),
    kind: telling.kind,
    phase: state.phase.name,
    actor: cut(telling.actor ?? 'closeloop', 100),
    text: cut(telling.text),
  };
  return { ...state, seq, unwritten: [...state.unwritten, entry] };
}

interface Ending {
  readonly how: (ScopedPhase & { name: 'ENDED' })['how'];
  readonly text: string;
  readonly actor?: string;
}

/** Over, for whatever reason; what was in force no longer is. */
export function endScoped(
  state: ScopedState,
  { how, text, actor }: Ending,
  now: number,
): ScopedState {
  const over = { ...state, phase: { name: 'ENDED', how } as const, request: null };
  const kind = KINDS[how];
  return appendScopedStory(over, { kind, text, ...(actor === undefined ? {} : { actor }) }, now);
}

const KINDS = { declined: 'decision-refused', expired: 'expired', revoked: 'revoked' } as const;

export function scopedRow(state: ScopedState): ScopedRow {
  const { scope, phase, request, grant, matched } = state;
  return {
    scope,
    phase: phase.name,
    how: phase.name === 'ENDED' ? phase.how : null,
    waitsFor: scopedWaitsFor(state),
    nextDeadline: phase.name === 'ENDED' ? null : iso(phase.deadline),
    request: request === null ? null : { ...request, deadline: iso(request.deadline) },
    grant: grant === null ? null : grantRow(grant),
    matched,
  };
}

function grantRow(grant: NonNullable<ScopedState['grant']>): ScopedRow['grant'] {
  const { by, confirmedBy, why, since, until, hash } = grant;
  return { by, confirmedBy, why, since: iso(since), until: iso(until), hash };
}

/** One sentence: what it waits for and who can unblock it. */
export function scopedWaitsFor({ scope, phase, request, grant }: ScopedState): string {
  const second =
    request === null
      ? ''
      : `another security lead confirms until ${iso(request.deadline)} what ${request.by} asked: until ${request.until}`;
  switch (phase.name) {
    case 'NEW':
      return 'Nothing was asked yet.';
    case 'ASKED':
      return `${scopeInWords(scope)}: ${second}`;
    case 'ACTIVE': {
      const force = `${scopeInWords(scope)} is accepted by ${grant?.by ?? ''} and ${grant?.confirmedBy ?? ''} until ${iso(phase.deadline)}`;
      return second === '' ? force : `${force}; ${second}`;
    }
    case 'ENDED':
      return `Nothing: ${phase.how}.`;
  }
}

function iso(ms: number): string {
  return new Date(ms).toISOString();
}
