/** Breadth-first over the distinct moments of a lifecycle: each message, report, result and deadline is one move. */
import type { LifecycleEvent } from '../../../../domain/lifecycle/events.ts';
import { next, reduce } from '../../../../domain/lifecycle/machine.ts';
import type { State } from '../../../../domain/lifecycle/state.ts';
import { forbidden, hear } from './judge.ts';
import type { Books } from './judge.ts';
import { messages, results } from './moves.ts';
import type { Running, Setting } from './moves.ts';

/** A lifecycle at one moment. */
export interface Moment {
  readonly state: State;
  readonly running: Running | null;
  readonly books: Books;
  /** Epoch milliseconds. */
  readonly now: number;
}

export interface Explored {
  readonly states: number;
  /** How many sequences of moves, up to the depth, these states stand for. */
  readonly sequences: number;
  /** Each fault: why, and the shortest sequence that leads to it. At most ten. */
  readonly forbidden: readonly string[];
  /** In how many of the states a write is in flight. */
  readonly writes: number;
}

interface Found {
  readonly moment: Moment;
  readonly move: string;
  readonly from: Found | null;
  readonly n: number;
  /** Where each move leads. */
  readonly to: number[];
}

/** What is looked for, and whether time passes while people wait. */
export interface Search {
  /** Why the moment after `event` must not be; null where it may. */
  readonly fault: (after: Moment, before: Moment, event: LifecycleEvent) => string | null;
  readonly timePasses?: true;
}

/** Explores `depth` moves from each of `starts`; by default for writes that four eyes forbid. */
export function explore(
  starts: readonly Moment[],
  setting: Setting,
  depth: number,
  { fault, timePasses }: Search = { fault: beginsForbidden },
): Explored {
  const found: Found[] = [];
  const known = new Map<string, number>();
  const broken = new Map<string, string>();
  const meet = (moment: Moment, move: string, from: Found | null): number => {
    const key = keyOf(moment);
    const before = known.get(key);
    if (before !== undefined) return before;
    known.set(key, found.length);
    return found.push({ n: found.length, moment, move, from, to: [] }) - 1;
  };
  for (const start of starts) meet(start, 'start', null);
  const ends = [0];
  for (let level = 0; level < depth; level += 1) {
    const last = found.length;
    for (const one of found.slice(ends.at(-1), last)) {
      const moves = movesFrom(one.moment, setting, level);
      for (const [move, event, now] of timePasses ? [...moves, ...passing(one.moment)] : moves) {
        const after = make(one.moment, event, now);
        const why = fault(after, one.moment, event);
        if (why !== null && broken.size < 10 && !broken.has(why))
          broken.set(why, [sequenceTo(one), move].join(' → '));
        one.to.push(isSame(one.moment, after) ? one.n : meet(after, move, one));
      }
    }
    ends.push(last);
  }
  return {
    states: found.length,
    sequences: countSequences(found, starts.length, depth),
    writes: found.filter(({ moment }) => moment.running?.work === 'remediate').length,
    forbidden: [...broken].map(([why, sequence]) => `${why}: ${sequence}`),
  };
}

/** What is in flight already was judged when it began: a write that has started is followed to its end. */
function beginsForbidden(after: Moment, before: Moment): string | null {
  const { running, books, state } = after;
  if (running === null || before.running === running) return null;
  return forbidden(books, running.work, state);
}

type Move = readonly [name: string, event: LifecycleEvent, now: number];

function movesFrom({ state, running, now }: Moment, setting: Setting, level: number): Move[] {
  const step = next(state);
  if (step.do === 'end') return [];
  const sent = messages(state, `m${level}`, now).map(([name, event]): Move => [name, event, now]);
  if (running !== null)
    return [...sent, ...results(running, setting).map(([n, event]): Move => [n, event, now])];
  if (step.do !== 'wait') return sent;
  return [...sent, ['the deadline passes', { type: 'deadline' }, Math.max(now, step.until)]];
}

/** Nothing happens until a minute before the next deadline or reminder. */
function passing({ state, running, now }: Moment): Move[] {
  const step = next(state);
  if (running !== null || step.do !== 'wait' || step.until - 60_000 <= now) return [];
  const nothing: LifecycleEvent = { type: 'recorded', seq: 0, episode: 1 };
  return [['time passes', nothing, step.until - 60_000]];
}

const ENDS_WORK = new Set<LifecycleEvent['type']>([
  'triaged',
  'decisionChecked',
  'remediated',
  'verified',
  'closed',
  'suppressed',
  'reopened',
  'drafted',
  'proposed',
  'mergeChecked',
  'withdrawn',
  'failureNoted',
  'failed',
]);

/** The moment after an event, with the work that begins then. */
export function make(
  { state: before, running, books }: Moment,
  event: LifecycleEvent,
  now: number,
): Moment {
  const state = reduce(before, event, now);
  const heard = hear(books, before, event, state);
  return begun({ state, running: ENDS_WORK.has(event.type) ? null : running, books: heard, now });
}

/** As the workflow's loop: the next work begins as soon as none is in flight. Writing the ledger always succeeds. */
export function begun({ state, running, books, now }: Moment): Moment {
  const step = next(state);
  if (running !== null || step.do === 'wait' || step.do === 'end')
    return { state, running, books, now };
  if (step.do === 'record') {
    const recorded = { type: 'recorded', seq: state.story.seq, episode: 1 } as const;
    return begun({ state: reduce(state, recorded, now), running, books, now });
  }
  const { severity, problem, pending, undo } = state;
  const work: Running = {
    work: step.do,
    severity,
    mapped: problem.control !== null,
    undo: undo?.checked === true,
    decision: pending === null ? null : { id: pending.id, decision: pending.decision },
  };
  return { state, running: work, books, now };
}

/** Nothing but the story changed: a message that was refused. */
function isSame(a: Moment, b: Moment): boolean {
  if (a.running !== b.running || a.books !== b.books || a.now !== b.now) return false;
  for (const name in b.state)
    if (Reflect.get(a.state, name) !== Reflect.get(b.state, name) && !ONLY_STORY.has(name))
      return false;
  return true;
}

const ONLY_STORY = new Set(['story', 'handled', 'answers']);

/** Two moments with the same key behave the same: texts and the story do not count, instants count from now. */
function keyOf({ state, running, books, now }: Moment): string {
  const { story: _s, handled: _h, answers: _a, timetable, problem, findings, ...rest } = state;
  const ids: string[] = [];
  const about = [timetable.ladder.length, problem.control, findings.length];
  return shape([rest, running, books, about], { ids, now });
}

function shape(value: unknown, about: { readonly ids: string[]; readonly now: number }): string {
  if (typeof value === 'number') return value > 1e12 ? `t${value - about.now}` : `${value}`;
  if (typeof value === 'string') return shapeOfText(value, about);
  if (typeof value !== 'object' || value === null) return String(value);
  let parts = '';
  for (const [name, part] of Object.entries(value)) parts += `${name}:${shape(part, about)},`;
  return `{${parts}}`;
}

function shapeOfText(
  value: string,
  { ids, now }: { readonly ids: string[]; readonly now: number },
): string {
  if (/^m\d+$/.test(value)) {
    if (!ids.includes(value)) ids.push(value);
    return `#${ids.indexOf(value)}`;
  }
  if (INSTANT.test(value)) return `t${Date.parse(value) - now}`;
  const isText = value.includes(' ') && !/^(?:bob|ana) /.test(value);
  return isText ? '~' : value;
}

const INSTANT = /^\d{4}-\d\d-\d\dT[\d:.]+Z$/;

function sequenceTo(found: Found | null): string {
  return found === null ? '' : [sequenceTo(found.from), found.move].filter(Boolean).join(' → ');
}

/** The sequences of one to `depth` moves from the starts. */
function countSequences(found: readonly Found[], starts: number, depth: number): number {
  let [at, all] = [new Map(found.slice(0, starts).map((_, n) => [n, 1])), 0];
  for (let level = 0; level < depth; level += 1) {
    const after = new Map<number, number>();
    for (const [n, times] of at)
      for (const to of found[n]?.to ?? []) after.set(to, (after.get(to) ?? 0) + times);
    all += [...after.values()].reduce((sum, times) => sum + times, 0);
    at = after;
  }
  return all;
}
