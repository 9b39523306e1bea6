/** Watches the ledger, as a page would, until each finding is where it ends or the time is over. */
import { setTimeout as sleep } from 'node:timers/promises';

import type { AwsSecurityFinding } from '@aws-sdk/client-securityhub';

import type { Ledger, Lifecycle } from '../../activities/ledger/ledger.ts';
import type { World } from '../world.ts';
import type { Act, Scenario } from './scenarios.ts';
import type { Seeded } from './seed.ts';

/** Where one finding stands. Null before its lifecycle is known. */
export interface Standing {
  readonly scenario: Scenario;
  readonly finding: AwsSecurityFinding;
  readonly lifecycle: Lifecycle | null;
  readonly story: Awaited<ReturnType<Ledger['story']>>;
  /** The acts of its scenario whose time has not come. */
  readonly left: readonly Act[];
}

/** How far a scenario has been played: so many acts, the last one when the story had so many lines. */
interface Played {
  readonly acts: number;
  readonly lines: number;
}

export interface Watching {
  /** One line per story entry that changed the phase. */
  readonly onLine: (line: string) => void;
  /** Does what a scenario's act says; without it nothing is done. */
  readonly onAct?: (act: Act, standing: Standing & { lifecycle: Lifecycle }) => Promise<void>;
  readonly limitMs: number;
}

export async function watch(
  world: World,
  seeded: readonly Seeded[],
  watching: Watching,
): Promise<readonly Standing[]> {
  const since = Date.now();
  const told = new Map<string, number>();
  const played = new Map<string, Played>();
  for (;;) {
    const standings = await look(world, seeded, played);
    for (const standing of standings) tell({ standing, told, since }, watching);
    for (const standing of standings) await play(standing, played, { ...watching, standings });
    const over = Date.now() - since > watching.limitMs;
    if (over || standings.every(ended)) return standings;
    await sleep(150);
  }
}

/** The next act of its scenario, when the time for it has come. */
async function play(
  { lifecycle, ...standing }: Standing,
  played: Map<string, Played>,
  { onAct, standings }: Watching & { readonly standings: readonly Standing[] },
): Promise<void> {
  if (lifecycle === null) return;
  const { workflowId } = lifecycle;
  const { acts, lines } = played.get(workflowId) ?? { acts: 0, lines: 0 };
  const act = standing.scenario.acts?.[acts];
  if (act === undefined) return;
  if (act.does === 'see') {
    const seen = standing.story.findIndex(({ phase }, at) => at >= lines && phase === act.in);
    if (seen !== -1) played.set(workflowId, { acts: acts + 1, lines: seen + 1 });
  } else if (isTimeFor(act, lifecycle, standings)) {
    played.set(workflowId, { acts: acts + 1, lines: standing.story.length });
    await onAct?.(act, { ...standing, lifecycle });
  }
}

function isTimeFor(
  act: Exclude<Act, { does: 'see' }>,
  { phase, ladder }: Lifecycle,
  standings: readonly Standing[],
): boolean {
  if (act.in !== phase) return false;
  if (act.asked !== undefined && !act.asked.test(ladder?.asked ?? '')) return false;
  const others = act.does === 'merge' ? act.together : [];
  return others.every((bucket) =>
    standings.some((one) => one.scenario.bucket === bucket && one.lifecycle?.phase === phase),
  );
}

function ended({ lifecycle, scenario, left }: Standing): boolean {
  if (lifecycle === null || left.length > 0) return false;
  const { phase, closedAt } = lifecycle;
  return phase === 'CLOSED' ? closedAt !== null : phase === scenario.expected.state;
}

async function look(
  { ledger }: World,
  seeded: readonly Seeded[],
  played: ReadonlyMap<string, Played>,
): Promise<readonly Standing[]> {
  const all = seeded.flatMap(({ scenario, findings }) =>
    findings.map(async (finding) => {
      const { acts = [] } = scenario;
      const ref = { id: finding.Id ?? '', productArn: finding.ProductArn ?? '' };
      const known = await ledger.knownFinding(ref);
      const [workflowId] = Object.keys(known?.problems ?? {});
      if (workflowId === undefined)
        return { scenario, finding, lifecycle: null, story: [], left: acts };
      const lifecycle = await ledger.lifecycle(workflowId);
      // Read behind the row, so that it has at least what the row shows.
      const story = await ledger.story(workflowId);
      const left = acts.slice(played.get(workflowId)?.acts);
      return { scenario, finding, lifecycle, story, left };
    }),
  );
  return await Promise.all(all);
}

function tell(
  { standing, told, since }: { standing: Standing; told: Map<string, number>; since: number },
  { onLine }: Watching,
): void {
  const { lifecycle, scenario, story } = standing;
  if (lifecycle === null) return;
  const { workflowId } = lifecycle;
  const last = told.get(workflowId) ?? 0;
  for (const { seq, at, phase, text, kind } of story.slice(last)) {
    const before = story.find((entry) => entry.seq === seq - 1)?.phase;
    if (phase === before && kind !== 'joined') continue;
    const seconds = ((Date.parse(at) - since) / 1000).toFixed(1).padStart(5);
    onLine(`${seconds}s  ${scenario.bucket.padEnd(23)} ${phase.padEnd(17)} ${shorten(text)}`);
  }
  told.set(workflowId, story.length);
}

function shorten(text: string): string {
  return text.length <= 110 ? text : `${text.slice(0, 109)}…`;
}
