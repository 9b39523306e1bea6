/** Who asked for what, and how often, in the present episode: nothing of it gives anybody more time, and everybody sees it. */
import type { Lines, Page } from '../../output/page.ts';
import { timestamp } from '../../output/time.ts';
import { wrapAfter } from '../../output/wrap.ts';
import type { EpisodeEntry } from './row.ts';

/** As JSON: how often a person sent something with one outcome. */
interface Requests {
  readonly by: string;
  /** As the command line calls it; `assign` is `claim` too. */
  readonly what: string;
  /** `checked`: a check of the resource followed. `unconfirmed`: it waits, or waited, for a second person. */
  readonly outcome: 'checked' | 'done' | 'unconfirmed' | 'refused' | 'pending';
  readonly times: number;
  /** ISO 8601. */
  readonly last: string;
}

type Request = Omit<Requests, 'times' | 'last'> & { readonly at: string };

/** By person, in the order of their first request. */
export function requestsIn(story: readonly EpisodeEntry[], episode: number): readonly Requests[] {
  const own = story.filter((entry) => entry.episode === episode);
  const all = confirmed(own.flatMap((entry, at) => requestOf(entry, own.slice(at + 1))));
  const groups = Map.groupBy(all, ({ by, what, outcome }) => JSON.stringify([by, what, outcome]));
  return [...groups.values()].flatMap((same) => {
    const last = same.at(-1);
    if (last === undefined) return [];
    const { by, what, outcome, at } = last;
    return [{ by, what, outcome, times: same.length, last: at }];
  });
}

/** Empty for an entry that nobody asked for. */
function requestOf(
  { kind, actor: by, at, text }: EpisodeEntry,
  after: readonly EpisodeEntry[],
): readonly Request[] {
  const command = COMMANDS[kind];
  // Closeloop itself says that an undo was not carried out.
  if (command !== undefined) return by === 'closeloop' ? [] : [{ by, at, ...command }];
  // As `onDecision` of domain/lifecycle/decisions.ts writes it.
  const what = kind === 'decision-asked' ? /^asks to (\w+)/.exec(text)?.[1] : undefined;
  return what === undefined ? [] : [{ at, what, ...outcomeOf(by, after) }];
}

const COMMANDS: Readonly<Record<string, Pick<Request, 'what' | 'outcome'> | undefined>> = {
  rechecked: { what: 'recheck', outcome: 'checked' },
  'claimed-fixed': { what: 'claim-fixed', outcome: 'checked' },
  cancelled: { what: 'cancel', outcome: 'done' },
};

/** One decision is checked at a time, so the next check is this one's. It names the proven person. */
function outcomeOf(by: string, after: readonly EpisodeEntry[]): Pick<Request, 'by' | 'outcome'> {
  const checked = after.findIndex(
    ({ kind }) => kind === 'decision-trusted' || kind === 'decision-refused',
  );
  const check = after[checked];
  if (check === undefined) return { by, outcome: 'pending' };
  if (check.kind === 'decision-refused') return { by: check.actor, outcome: 'refused' };
  const waits = after[checked + 1]?.kind === 'second-asked';
  return { by: check.actor, outcome: waits ? 'unconfirmed' : 'done' };
}

/** The last request before another person's same decision was confirmed by it; the plan of an undo is approved. */
function confirmed(all: readonly Request[]): readonly Request[] {
  return all.map((one, at) => {
    if (one.outcome !== 'unconfirmed') return one;
    const confirms = one.what === 'undo' ? 'approve' : one.what;
    const next = all
      .slice(at + 1)
      .find(
        ({ what, outcome }) => outcome !== 'refused' && (what === one.what || what === confirms),
      );
    const isConfirmed = next?.outcome === 'done' && next.what === confirms && next.by !== one.by;
    return isConfirmed ? { ...one, outcome: 'done' } : one;
  });
}

/** One line for each person. */
export function requestLines(all: readonly Requests[], page: Page): Lines {
  if (all.length === 0) return [];
  const people = Map.groupBy(all, ({ by }) => by);
  const lines = [...people].map(([by, own]) => `${by}: ${own.map(inWords).join('; ')}`);
  return [
    page.style.bold('Who asked for what'),
    ...lines.flatMap((line) => wrapAfter('  ', line, page)),
  ];
}

function inWords({ what, outcome, times, last }: Requests): string {
  const often = times === 1 ? 'once' : `${times} times`;
  return `${what} ${often}${OUTCOMES[outcome]} (last ${timestamp(last)})`;
}

const OUTCOMES: Readonly<Record<Requests['outcome'], string>> = {
  checked: '',
  done: '',
  unconfirmed: ', which nobody confirmed',
  refused: ', refused',
  pending: ', not checked yet',
};
