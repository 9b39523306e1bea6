import type { Ledger } from '../../activities/ledger/ledger.ts';
import { commandLine } from '../command-line.ts';
import type { Env } from '../env.ts';
import { timestamp } from '../when.ts';
import { type Check, ok, warn } from './check.ts';

const GROUP = 'Safety';

/** Not broken when it is on: somebody wanted it so. But whoever wonders why nothing is fixed has to see it. */
export async function killSwitch(ledger: Pick<Ledger, 'killSwitch'>): Promise<Check> {
  const named = { group: GROUP, name: 'kill switch' };
  const { on, by, why, at } = await ledger.killSwitch();
  if (!on) return ok(named, 'off: automatic writes are allowed');
  const off = commandLine('kill-switch', 'off', '--why', 'your reason');
  const since = at === undefined ? '' : ` since ${timestamp(at)} UTC`;
  return warn(named, `on: ${by} stopped all automatic writes${since}: ${why}`, off);
}

/** `trust-namespace` believes whoever can reach Temporal: right in the sandbox, rarely anywhere else. */
export function proofPolicy({ proofPolicy: policy, endpoint }: Env): Check {
  const named = { group: GROUP, name: 'proof policy' };
  if (policy === 'require') return ok(named, 'require: a decision without proof is only a request');
  const found = 'trust-namespace: whoever reaches the Temporal namespace may approve';
  return endpoint === null
    ? warn(named, found, 'export CLOSELOOP_PROOF_POLICY=require')
    : warn(named, `${found} (as the sandbox does)`);
}
