/** Watches the ledger, as a page would, until each finding is where it ends or the time is over. */
import { setTimeout as sleep } from 'node:timers/promises';

import type { AwsSecurityFinding } from '@aws-sdk/client-securityhub';

import type { Lifecycle } from '../../activities/ledger/ledger.ts';
import type { World } from '../world.ts';
import type { Act, Scenario } from './scenarios.ts';
import type { Seeded } from './seed.ts';

/** Where one finding stands. Null before its lifecycle is known. */
export interface Standing {
  readonly scenario: Scenario;
  readonly finding: AwsSecurityFinding;
  readonly lifecycle: Lifecycle | null;
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
  const acted = new Map<string, number>();
  for (;;) {
    const standings = await look(world, seeded);
    for (const standing of standings) await tell(world, { standing, told, since }, watching);
    for (const standing of standings) await play(standing, acted, { ...watching, standings });
    const over = Date.now() - since > watching.limitMs;
    if (over || standings.every((standing) => ended(standing, acted))) return standings;
    await sleep(150);
  }
}

/** The next act of its scenario, when the time for it has come. */
async function play(
  { lifecycle, ...standing }: Standing,
  acted: Map<string, number>,
  { onAct, standings }: Watching & { readonly standings: readonly Standing[] },
): Promise<void> {
  if (lifecycle === null) return;
  const { workflowId, phase, ladder } = lifecycle;
  const count = acted.get(workflowId) ?? 0;
  const act = standing.scenario.acts?.[count];
  if (act === undefined || act.in !== phase) return;
  if (act.asked !== undefined && !act.asked.test(ladder?.asked ?? '')) return;
  const others = act.does === 'merge' ? act.together : [];
  const waits = (bucket: string) =>
    standings.some((one) => one.scenario.bucket === bucket && one.lifecycle?.phase === phase);
  if (!others.every(waits)) return;
  acted.set(workflowId, count + 1);
  await onAct?.(act, { ...standing, lifecycle });
}

function ended({ lifecycle, scenario }: Standing, acted: ReadonlyMap<string, number>): boolean {
  if (lifecycle === null) return false;
  const { acts = [], expected } = scenario;
  const { workflowId, phase, closedAt } = lifecycle;
  if ((acted.get(workflowId) ?? 0) < acts.length) return false;
  if (phase === 'CLOSED') return closedAt !== null;
  return phase === expected.state;
}

async function look(world: World, seeded: readonly Seeded[]): Promise<readonly Standing[]> {
  const all = seeded.flatMap(({ scenario, findings }) =>
    findings.map(async (finding) => {
      const ref = { id: finding.Id ?? '', productArn: finding.ProductArn ?? '' };
      const known = await world.ledger.knownFinding(ref);
      const [workflowId] = Object.keys(known?.problems ?? {});
      const lifecycle = workflowId === undefined ? null : await world.ledger.lifecycle(workflowId);
      return { scenario, finding, lifecycle };
    }),
  );
  return await Promise.all(all);
}

async function tell(
  world: World,
  { standing, told, since }: { standing: Standing; told: Map<string, number>; since: number },
  { onLine }: Watching,
): Promise<void> {
  const { lifecycle, scenario } = standing;
  if (lifecycle === null) return;
  const { workflowId } = lifecycle;
  const story = await world.ledger.story(workflowId);
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
