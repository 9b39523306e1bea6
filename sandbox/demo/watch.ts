/** Watches the ledger, as a page would, until each finding is where it ends or the time is over. */
import { setTimeout as sleep } from 'node:timers/promises';

import type { AwsSecurityFinding } from '@aws-sdk/client-securityhub';

import type { Lifecycle } from '../../activities/ledger/ledger.ts';
import type { World } from '../world.ts';
import type { Scenario } from './scenarios.ts';
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
  /** Called once per lifecycle that waits for an approval which the scenario gives. */
  readonly onApproval: (lifecycle: Lifecycle, scenario: Scenario) => Promise<void>;
  readonly limitMs: number;
}

export async function watch(
  world: World,
  seeded: readonly Seeded[],
  watching: Watching,
): Promise<readonly Standing[]> {
  const since = Date.now();
  const told = new Map<string, number>();
  const asked = new Set<string>();
  for (;;) {
    const standings = await look(world, seeded);
    for (const standing of standings) await tell(world, { standing, told, since }, watching);
    for (const { lifecycle, scenario } of standings) {
      if (lifecycle?.phase !== 'AWAITING_APPROVAL' || scenario.approve === undefined) continue;
      if (asked.has(lifecycle.workflowId)) continue;
      asked.add(lifecycle.workflowId);
      await watching.onApproval(lifecycle, scenario);
    }
    if (standings.every(ended) || Date.now() - since > watching.limitMs) return standings;
    await sleep(150);
  }
}

function ended({ lifecycle, scenario }: Standing): boolean {
  if (lifecycle === null) return false;
  if (lifecycle.phase === 'CLOSED') return lifecycle.closedAt !== null;
  return lifecycle.phase === 'HUMAN_REVIEW' && scenario.expected.state === 'HUMAN_REVIEW';
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
