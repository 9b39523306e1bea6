/** Everything real but Temporal's clock: production workers and bundle, emulated AWS, the starter's function. */
import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { withDeadline } from '../../client/connection.ts';
import { lifecycleClient } from '../../client/lifecycle-client.ts';
import { startWorld } from '../../sandbox/world.ts';
import { timeSkipping } from '../workflows/environment.ts';
import { recorder } from './recorder.ts';
import type { Setting } from './setting.ts';

export interface Model extends Setting {
  readonly policiesDir: string;
  readonly sleep: (ms: number) => Promise<void>;
  readonly stop: () => Promise<void>;
}

const WORKER = fileURLToPath(new URL('worker.ts', import.meta.url));
const POLICIES = fileURLToPath(new URL('../../sandbox/policies', import.meta.url));

export async function startModel(): Promise<Model> {
  const env = await timeSkipping();
  const { address } = env.connection.options;
  const policiesDir = await slowPolicies();
  const heard = recorder();
  const server = { address, uiUrl: '', namespace: 'default', pid: 0, logFile: '' };
  const world = await startWorld({
    say: () => {},
    settleSeconds: 30,
    temporal: { ...server, stop: () => env.teardown() },
    workerScript: WORKER,
    policiesDir,
    aws: { injectFaults: heard.injectFaults },
  });
  return {
    world,
    policiesDir,
    client: env.client,
    messages: lifecycleClient(withDeadline(env, 20)),
    recorder: heard,
    now: () => env.currentTimeMs(),
    sleep: (ms) => env.sleep(ms),
    stop: async () => {
      await world.stop();
      await rm(policiesDir, { recursive: true });
    },
  };
}

/** The sandbox's people and tables with deadlines of weeks: years of reminders every few hours would be told for long. */
async function slowPolicies(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'closeloop-model-'));
  await cp(POLICIES, folder, { recursive: true });
  const lines = [
    `approval_hours: ${hours(24)}`,
    `review_hours: ${hours(72)}`,
    'escalation_hours:',
    `  lead: ${hours(120)}`,
    `  default_team: ${hours(240)}`,
    `  security_lead: ${hours(720)}`,
    'remind_at: [0.5]',
    'round_waits_minutes: [30, 120, 1440]',
  ];
  await writeFile(join(folder, 'deadlines.yaml'), `${lines.join('\n')}\n`);
  return folder;
}

function hours(n: number): string {
  return `{ CRITICAL: ${n}, HIGH: ${n * 2}, MEDIUM: ${n * 3}, LOW: ${n * 4}, INFORMATIONAL: ${n * 4} }`;
}
