/** What became of a decision: the lifecycle checks it after its answer, and appends the result to its story. */
import type { Ledger } from '../../activities/ledger/ledger.ts';
import type { StoryEntry } from '../../domain/story.ts';

export type Outcome =
  | ({ readonly status: 'decided' } & Checked)
  | ({ readonly status: 'second-asked' } & Checked)
  | ({ readonly status: 'refused' } & Checked)
  /** The result is not in the ledger yet, or nobody waited for it. */
  | { readonly status: 'pending' };

interface Checked {
  /** The story entry's text. */
  readonly text: string;
  /** Who decided, as the check found. */
  readonly actor: string;
}

interface SentDecision {
  /** The id of the story. */
  readonly story: string;
  readonly actor: string;
  readonly why: string;
  readonly decision?: string;
}

type Entry = StoryEntry & { readonly episode: number };

export interface Waiting {
  readonly ledger: Pick<Ledger, 'story'>;
  /** Waits so many milliseconds. */
  readonly pause: (ms: number) => Promise<void>;
}

/** Ten seconds: a person waits at the terminal. */
const READS = 40;
const BETWEEN_MS = 250;

/** Reads the story until the decision's check is in it. `before` is the story before the decision was sent. */
export async function waitForOutcome(
  { ledger, pause }: Waiting,
  decision: SentDecision,
  before: readonly Entry[],
): Promise<Outcome> {
  const known = new Set(before.map(keyOf));
  for (let read = 0; read < READS; read += 1) {
    const story = await ledger.story(decision.story);
    const outcome = outcomeIn(
      story.filter((entry) => !known.has(keyOf(entry))),
      decision,
    );
    if (outcome !== null) return outcome;
    await pause(BETWEEN_MS);
  }
  return { status: 'pending' };
}

/** Null while the check is not in the story. One decision is checked at a time, so the next result is this one's. */
export function outcomeIn(
  entries: readonly Entry[],
  { actor, why, decision }: Omit<SentDecision, 'story'>,
): Outcome | null {
  const requested = entries.findIndex(
    ({ kind, actor: by, text }) =>
      kind === 'decision-asked' && isBeginning(by, actor) && hasReason(text, why),
  );
  // A decision that is refused between its answer and its turn has no entry of its own before.
  const isOwn = ({ actor: by }: Entry) => requested !== -1 || isBeginning(by, actor);
  const after = entries.slice(requested + 1);
  const at = after.findIndex(
    ({ kind }) => kind === 'decision-trusted' || kind === 'decision-refused',
  );
  const result = after[at];
  if (result === undefined || !isOwn(result)) return null;
  const { actor: by } = result;
  if (result.kind === 'decision-refused')
    return { status: 'refused', text: result.text, actor: by };
  if (requested === -1) return null;
  const next = after[at + 1];
  if (next === undefined) return { status: 'decided', text: result.text, actor: by };
  if (decision === 'undo') return outcomeOfUndo(after.slice(at + 1), by);
  const status = next.kind === 'second-asked' ? 'second-asked' : 'decided';
  return { status, text: next.text, actor: by };
}

/** The plan of an undo is made after the check; where there is none, the undo is refused. */
function outcomeOfUndo(entries: readonly Entry[], actor: string): Outcome | null {
  const planned = entries.find(({ kind }) => kind === 'approval-asked' || kind === 'cancelled');
  if (planned === undefined) return null;
  const status = planned.kind === 'cancelled' ? 'refused' : 'second-asked';
  return { status, text: planned.text, actor };
}

function keyOf({ episode, seq, text }: Entry): string {
  return `${episode}#${seq}#${text}`;
}

/** Long names and reasons are shortened in the story, with `…`. */
function isBeginning(shortened: string, whole: string): boolean {
  return whole.trim().startsWith(shortened.replace(/…$/, '').trim());
}

function hasReason(text: string, why: string): boolean {
  return isBeginning(text.slice(text.indexOf(': ') + 2), why);
}
