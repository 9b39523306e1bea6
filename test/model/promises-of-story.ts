import type { StoryLine } from './lane.ts';
import type { Promised, Records } from './records.ts';

/** What the ledger tells is told once and for ever, about one lifecycle per problem. */
export const story = {
  'one lifecycle per problem': oneLifecycle,
  'the story has no gaps': noGaps,
  'the story is append-only': appendOnly,
  'people are not asked the same by the hour': notNagging,
} as const satisfies Record<string, Promised>;

function oneLifecycle({ lifecycles }: Records): string | null {
  return lifecycles.length === 1 ? null : `${lifecycles.length}: ${lifecycles.join(', ')}`;
}

/** Numbered from 1 in each episode, and episodes from 1. */
function noGaps({ story: lines }: Records): string | null {
  let [episode, seq] = [1, 0];
  for (const line of lines) {
    const starts = line.episode === episode + 1 && line.seq === 1;
    if (!starts && (line.episode !== episode || line.seq !== seq + 1))
      return `line ${line.seq} of episode ${line.episode} follows line ${seq} of episode ${episode}`;
    [episode, seq] = [line.episode, line.seq];
  }
  return lines.length === 0 ? 'nothing was told' : null;
}

function appendOnly({ story: lines, storyBefore }: Records): string | null {
  const now = new Map(lines.map((line) => [key(line), JSON.stringify(line)]));
  const changed = storyBefore.find((line) => now.get(key(line)) !== JSON.stringify(line));
  return changed === undefined ? null : `line ${key(changed)} was changed or removed`;
}

const NAGS: readonly string[] = ['reminded', 'escalated', 'overdue'];
const MOST_NAGS_A_DAY = 12;

function notNagging({ story: lines }: Records): string | null {
  const days = new Map<string, number>();
  for (const { at } of lines.filter(({ kind }) => NAGS.includes(kind)))
    days.set(at.slice(0, 10), (days.get(at.slice(0, 10)) ?? 0) + 1);
  const worst = [...days].find(([, count]) => count > MOST_NAGS_A_DAY);
  return worst === undefined ? null : `${worst[1]} times on ${worst[0]}`;
}

function key({ episode, seq }: StoryLine): string {
  return `${episode}#${seq}`;
}
