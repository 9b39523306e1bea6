import type { Ledger } from '../../activities/ledger/ledger.ts';
import type { DecisionPolicy } from '../../policies/decisions.ts';
import { commandLine } from '../cli/command-line.ts';
import { timestamp } from '../output/time.ts';
import { type Check, broken, ok, warn } from './check.ts';

const GROUP = 'Safety';

/** A warning when it is on: somebody wanted that, and it explains why nothing is fixed. */
export async function killSwitch(ledger: Pick<Ledger, 'killSwitch'>): Promise<Check> {
  const named = { group: GROUP, name: 'kill switch' };
  const { on, by, why, at } = await ledger.killSwitch();
  if (!on) return ok(named, 'off: automatic writes are allowed');
  const off = commandLine('kill-switch', 'off', '--why', 'your reason');
  const since = at === undefined ? '' : ` since ${timestamp(at)} UTC`;
  return warn(named, `on: ${by} stopped all automatic writes${since}: ${why}`, off);
}

/** Whose decisions count: outside the sandbox nearly every decision should need a proof. */
export function proofs(
  { signIn, trustUnprovenUpTo }: Pick<DecisionPolicy, 'signIn' | 'trustUnprovenUpTo'>,
  endpoint: string | null,
): readonly Check[] {
  const { namedBySession, users, people = {} } = signIn;
  const rows = namedBySession.length + Object.keys({ ...users, ...people }).length;
  const who = { group: GROUP, name: 'sign-in' };
  const trust = { group: GROUP, name: 'unproven messages' };
  const found = `decisions without proof count up to ${trustUnprovenUpTo}: whoever reaches the Temporal namespace can decide`;
  const never = 'decisions.yaml: trust_unproven_up_to: never';
  const mapped = `decisions.yaml maps AWS sign-ins to people (${rows} ${rows === 1 ? 'row' : 'rows'})`;
  const none = trustUnprovenUpTo === null ? broken : warn;
  const empty = "sign_in is empty: nobody's decision can be proven";
  return [
    rows > 0 ? ok(who, mapped) : none(who, empty, 'Fill sign_in in decisions.yaml.'),
    trustUnprovenUpTo === null
      ? ok(trust, 'a decision without proof is only a request')
      : warn(trust, found, ...(endpoint === null ? [never] : [])),
  ];
}
