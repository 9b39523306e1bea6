/** What became of a decision that was sent: the lifecycle checks it after its answer, and tells it in its story. */
import type { Ledger } from '../../activities/ledger/ledger.ts';
import type { Decision } from '../../domain/decision.ts';
import type { StoryEntry } from '../../domain/story.ts';

export type Outcome =
  | ({ readonly status: 'decided' } & Checked)
  | ({ readonly status: 'second-asked' } & Checked)
  | ({ readonly status: 'refused' } & Checked)
  /** Nothing stands in the ledger yet, or nobody waited for it. */
  | { readonly status: 'pending' };

interface Checked {
  /** The story's sentence. */
  readonly text: string;
  /** Who the check says it was. */
  readonly actor: string;
}

/** What was sent: on which story, by whom and why. */
type Said = Pick<Decision, 'finding' | 'actor' | 'why'> & Partial<Pick<Decision, 'decision'>>;

type Line = StoryEntry & { readonly episode: number };

export interface Waiting {
  readonly ledger: Pick<Ledger, 'story'>;
  /** Waits so many milliseconds. */
  readonly pause: (ms: number) => Promise<void>;
}

/** A person waits in front of the terminal. */
const LOOKS = 40;
const BETWEEN_MS = 250;

/** Looks into the story until the decision's check is told. `before` is the story as it was before it was sent. */
export async function waitForOutcome(
  { ledger, pause }: Waiting,
  decision: Said,
  before: readonly Line[],
): Promise<Outcome> {
  const known = new Set(before.map(keyOf));
  for (let look = 0; look < LOOKS; look += 1) {
    const story = await ledger.story(decision.finding);
    const outcome = outcomeIn(
      story.filter((line) => !known.has(keyOf(line))),
      decision,
    );
    if (outcome !== null) return outcome;
    await pause(BETWEEN_MS);
  }
  return { status: 'pending' };
}

/** Null when the check is not told yet. One decision is checked at a time, so the next verdict is this one's. */
export function outcomeIn(
  lines: readonly Line[],
  { actor, why, decision }: Omit<Said, 'finding'>,
): Outcome | null {
  const asked = lines.findIndex(
    (line) => line.kind === 'decision-asked' && begins(actor, line.actor) && tells(line.text, why),
  );
  // Refused between its answer and its turn: then it was never asked for.
  const isOwn = (line: Line) => asked !== -1 || begins(actor, line.actor);
  const after = lines.slice(asked + 1);
  const at = after.findIndex(
    ({ kind }) => kind === 'decision-trusted' || kind === 'decision-refused',
  );
  const verdict = after[at];
  if (verdict === undefined || !isOwn(verdict)) return null;
  const { actor: by } = verdict;
  if (verdict.kind === 'decision-refused') {
    return { status: 'refused', text: verdict.text, actor: by };
  }
  if (asked === -1) return null;
  const next = after[at + 1];
  if (next === undefined) return { status: 'decided', text: verdict.text, actor: by };
  if (decision === 'undo') return undoIn(after.slice(at + 1), by);
  const status = next.kind === 'second-asked' ? 'second-asked' : 'decided';
  return { status, text: next.text, actor: by };
}

/** The plan that takes it back is made after the check, and whether there is one decides. */
function undoIn(lines: readonly Line[], actor: string): Outcome | null {
  const planned = lines.find(({ kind }) => kind === 'approval-asked' || kind === 'cancelled');
  if (planned === undefined) return null;
  const status = planned.kind === 'cancelled' ? 'refused' : 'second-asked';
  return { status, text: planned.text, actor };
}

function keyOf({ episode, seq, text }: Line): string {
  return `${episode}#${seq}#${text}`;
}

/** Long names and reasons are shortened in the story, with `…`. */
function begins(whole: string, told: string): boolean {
  return whole.trim().startsWith(told.replace(/…$/, '').trim());
}

function tells(text: string, why: string): boolean {
  const said = text.slice(text.indexOf(': ') + 2);
  return begins(why, said);
}
