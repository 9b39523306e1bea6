/** The story of a finding as `findings show` prints it. */
import type { Refused } from '../../../activities/ledger/lifecycle/refusals.ts';
import type { Lines, Page } from '../../output/page.ts';
import { timestamp } from '../../output/time.ts';
import { wrapAfter } from '../../output/wrap.ts';
import { type EpisodeEntry, LONGEST_REASON } from './row.ts';

/** An entry of the story, or a message that the lifecycle refused at once. */
interface Happened {
  readonly at: string;
  /** Null for a refusal: it belongs to no episode's story. */
  readonly episode: number | null;
  readonly kind: string;
  readonly actor: string;
  readonly text: string;
}

interface Telling {
  readonly story: readonly EpisodeEntry[];
  readonly refused: readonly Refused[];
  /** The reason that is printed above, if there is one. */
  readonly because: string | null;
}

/** Every entry with time, actor and text; refusals are placed between them by their time. */
export function storyLines({ story, refused, because }: Telling, page: Page): Lines {
  const several = new Set(story.map((entry) => entry.episode)).size > 1;
  const all = merged(story, refused.map(asHappened));
  const kinds = Math.max(0, ...all.map(({ kind }) => label(kind).length));
  const actors = Math.max(0, ...all.map((entry) => entry.actor.length));
  const texts = withoutRepetition(all.map(({ text }) => text));
  const lines = all.flatMap((entry, at) => {
    const episode = several ? `${entry.episode ?? '-'}  ` : '';
    const who = `${label(entry.kind).padEnd(kinds)}  ${entry.actor.padEnd(actors)}`;
    const margin = `  ${page.style.dim(timestamp(entry.at))}  ${episode}${who}  `;
    const text = texts[at] ?? '';
    return wrapAfter(margin, isPrinted(text, because) ? 'see Because' : text, page);
  });
  const title = several ? 'Story (UTC, episode)' : 'Story (UTC)';
  return [page.style.bold(title), ...(lines.length === 0 ? ['  no entry yet'] : lines)];
}

function asHappened({ at, actor, decision, type, message }: Refused): Happened {
  return { at, episode: null, kind: 'refused', actor, text: `${decision}: ${type}: ${message}` };
}

/** The stored kind `people` means that it went to human review. */
function label(kind: string): string {
  return kind === 'people' ? 'human-review' : kind;
}

/** The story keeps its own order: its times are the workflow's, and may be equal. */
function merged(story: readonly Happened[], refused: readonly Happened[]): readonly Happened[] {
  let rest = refused;
  const lines = story.flatMap((line) => {
    const earlier = rest.filter(({ at }) => at < line.at);
    rest = rest.filter(({ at }) => at >= line.at);
    return [...earlier, line];
  });
  return [...lines, ...rest];
}

/** True for a long reason that is printed whole above the story. */
function isPrinted(text: string, because: string | null): boolean {
  return text === because && text.length >= 80 && text.length <= LONGEST_REASON;
}

/** A long text, such as a failure, is printed once: a later entry that repeats it says `(as above)`. */
function withoutRepetition(texts: readonly string[]): readonly string[] {
  return texts.map((text, at) => {
    const earlier = texts.slice(0, at).filter(({ length }) => length >= LONG);
    for (let start = 0; start + LONG <= text.length; start += 1) {
      const part = text.slice(start, start + LONG);
      const known = earlier.find((one) => one.includes(part));
      if (known !== undefined) return shortened(text, start, known);
    }
    return text;
  });
}

const LONG = 120;

/** From the next `: ` or word on, what `text` has in common with `known` is left out. */
function shortened(text: string, start: number, known: string): string {
  let end = start + LONG;
  while (end < text.length && known.includes(text.slice(start, end + 1))) end += 1;
  const begin = /^.{0,20}?: |^\S* /.exec(text.slice(start))?.[0].length ?? 0;
  const rest = text.slice(end);
  return `${text.slice(0, start + begin)}(as above)${rest === '…' ? '' : rest}`;
}
