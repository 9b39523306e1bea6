/** Watches the ledger, as a page would, until each finding has ended or nothing new is recorded any more. */
import { setTimeout as sleep } from 'node:timers/promises';

import type { AwsSecurityFinding } from '@aws-sdk/client-securityhub';

import type { Ledger, Lifecycle } from '../../activities/ledger/ledger.ts';
import type { World } from '../world.ts';
import type { Act, Scenario } from './scenario.ts';
import type { Seeded } from './seed.ts';

/** How far one finding has come. */
export interface Progress {
  readonly scenario: Scenario;
  readonly finding: AwsSecurityFinding;
  /** Null before its lifecycle is recorded. */
  readonly lifecycle: Lifecycle | null;
  readonly story: Awaited<ReturnType<Ledger['story']>>;
  /** The acts of its scenario whose time has not come. */
  readonly left: readonly Act[];
}

/** How far a scenario has been played: so many acts, the last one when the story had so many entries. */
interface Played {
  readonly acts: number;
  readonly entries: number;
}

export interface Watching {
  /** Gets one line for each story entry that changed the status. */
  readonly onLine: (line: string) => void;
  /** Carries an act out; absent: nobody acts. */
  readonly onAct?: (act: Act, progress: Progress & { lifecycle: Lifecycle }) => Promise<void>;
  /** Scenarios that have failed, by bucket: they are not waited for. */
  readonly failed?: ReadonlyMap<string, string>;
  /** Gives up when no story has grown for so long. */
  readonly stallMs: number;
}

export async function watch(
  world: Pick<World, 'ledger'>,
  seeded: readonly Seeded[],
  watching: Watching,
): Promise<readonly Progress[]> {
  const since = Date.now();
  const printed = new Map<string, number>();
  const played = new Map<string, Played>();
  const ids = new Map<AwsSecurityFinding, string>();
  const ended = new Map<AwsSecurityFinding, Progress>();
  let [entries, grown] = [0, since];
  for (;;) {
    const all = await look(world, seeded, { played, ids, ended });
    for (const progress of all) print({ progress, printed, since }, watching);
    for (const progress of all) await play(progress, played, { ...watching, all });
    const now = all.reduce((sum, { story }) => sum + story.length, 0);
    if (now > entries) [entries, grown] = [now, Date.now()];
    const isStalled = Date.now() - grown > watching.stallMs;
    const over = all.filter((progress) => hasEnded(progress, watching));
    const isOver = over.length === all.length;
    if (isStalled || (isOver && ended.size === 0)) return all;
    // What has ended is read again only when everything has: 21 findings would cost the ledger 400 reads a second.
    ended.clear();
    if (isOver) continue;
    for (const progress of over) ended.set(progress.finding, progress);
    await sleep(150);
  }
}

/** The next act of its scenario, when the time for it has come. */
async function play(
  { lifecycle, ...progress }: Progress,
  played: Map<string, Played>,
  { onAct, all }: Watching & { readonly all: readonly Progress[] },
): Promise<void> {
  if (lifecycle === null) return;
  const { workflowId } = lifecycle;
  const { acts, entries } = played.get(workflowId) ?? { acts: 0, entries: 0 };
  const act = progress.scenario.acts?.[acts];
  if (act === undefined) return;
  if (act.does === 'wait') {
    const at = progress.story.findIndex(({ phase }, n) => n >= entries && phase === act.in);
    if (at !== -1) played.set(workflowId, { acts: acts + 1, entries: at + 1 });
  } else if (isTimeFor(act, lifecycle, all)) {
    played.set(workflowId, { acts: acts + 1, entries: progress.story.length });
    await onAct?.(act, { ...progress, lifecycle });
  }
}

function isTimeFor(
  act: Exclude<Act, { does: 'wait' }>,
  { phase, ladder }: Lifecycle,
  all: readonly Progress[],
): boolean {
  if (act.in !== phase) return false;
  if (act.level !== undefined && !act.level.test(ladder?.asked ?? '')) return false;
  const others = act.does === 'merge' ? act.together : [];
  return others.every((bucket) =>
    all.some((one) => one.scenario.bucket === bucket && one.lifecycle?.phase === phase),
  );
}

function hasEnded({ lifecycle, scenario, left }: Progress, { failed }: Watching): boolean {
  if (failed?.has(scenario.bucket) === true) return true;
  if (lifecycle === null || left.length > 0) return false;
  const { phase, closedAt } = lifecycle;
  return phase === 'CLOSED' ? closedAt !== null : phase === scenario.expected.state;
}

/** What earlier looks found. */
interface Known {
  readonly played: ReadonlyMap<string, Played>;
  /** Workflow ids. */
  readonly ids: Map<AwsSecurityFinding, string>;
  readonly ended: ReadonlyMap<AwsSecurityFinding, Progress>;
}

async function look(
  { ledger }: Pick<World, 'ledger'>,
  seeded: readonly Seeded[],
  { played, ids, ended }: Known,
): Promise<readonly Progress[]> {
  const all = seeded.flatMap(({ scenario, findings }) =>
    findings.map(async (finding) => {
      const before = ended.get(finding);
      if (before !== undefined) return before;
      const { acts = [] } = scenario;
      const workflowId = ids.get(finding) ?? (await workflowIdOf(ledger, finding));
      if (workflowId === undefined)
        return { scenario, finding, lifecycle: null, story: [], left: acts };
      ids.set(finding, workflowId);
      const lifecycle = await ledger.lifecycle(workflowId);
      // Read after the lifecycle, so that the story has at least what the lifecycle shows.
      const story = await ledger.story(workflowId);
      const left = acts.slice(played.get(workflowId)?.acts);
      return { scenario, finding, lifecycle, story, left };
    }),
  );
  return await Promise.all(all);
}

async function workflowIdOf(
  ledger: World['ledger'],
  { Id: id = '', ProductArn: productArn = '' }: AwsSecurityFinding,
): Promise<string | undefined> {
  const known = await ledger.knownFinding({ id, productArn });
  return Object.keys(known?.problems ?? {})[0];
}

function print(
  of: { progress: Progress; printed: Map<string, number>; since: number },
  { onLine }: Watching,
): void {
  const { lifecycle, scenario, story } = of.progress;
  if (lifecycle === null) return;
  const { workflowId } = lifecycle;
  for (const { seq, at, phase, text, kind } of story.slice(of.printed.get(workflowId))) {
    const before = story.find((entry) => entry.seq === seq - 1)?.phase;
    if (phase === before && kind !== 'joined') continue;
    const seconds = ((Date.parse(at) - of.since) / 1000).toFixed(1).padStart(5);
    onLine(`${seconds}s  ${scenario.bucket.padEnd(23)} ${phase.padEnd(17)} ${shorten(text)}`);
  }
  of.printed.set(workflowId, story.length);
}

function shorten(text: string): string {
  return text.length <= 110 ? text : `${text.slice(0, 109)}…`;
}
