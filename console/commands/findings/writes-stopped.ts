/** Why an approval would write nothing now: the runtime worker reads the same just before each write. */
import type { Ledger, Lifecycle } from '../../../activities/ledger/ledger.ts';
import type { PolicyTables } from '../../../activities/ledger/policy/policy-tables.ts';
import type { StampedRow } from '../../../activities/ledger/policy/remediation-table.ts';
import { modeFor, tableOf } from '../../../policies/remediation.ts';
import { timestamp } from '../../output/time.ts';
import { ASK, CONFIRM } from '../kill-switch/words.ts';

export interface WritesStopped {
  /** One sentence. */
  readonly because: string;
  /** What to change: sentences or commands to copy. */
  readonly change: readonly string[];
}

export interface WriteSettings {
  readonly ledger: Pick<Ledger, 'killSwitch'>;
  readonly tables: Pick<PolicyTables, 'remediation'>;
  /** The folder with `remediation.yaml`, for people. */
  readonly policiesDir: string;
}

/** Null when an approved plan would be carried out. */
export async function whyWritesStopped(
  { ledger, tables, policiesDir }: WriteSettings,
  { problem, phase, planHash }: Pick<Lifecycle, 'problem' | 'phase' | 'planHash'>,
): Promise<WritesStopped | null> {
  if (problem.control === null || phase === 'CLOSED') return null;
  const { on, by, why, at } = await ledger.killSwitch();
  if (on) {
    const since = at === undefined ? '' : ` since ${timestamp(at)} UTC`;
    const because = `the kill switch is on: ${by} stopped all automatic writes${since}: ${why}`;
    return { because, change: [ASK, `Then a second person: ${CONFIRM}`] };
  }
  const row = await tables.remediation(problem.findingType);
  // A pull request needs no approval here; only a plan from before the table changed would.
  if (row?.path === 'code' && planHash === null) return null;
  return stoppedByRow(row, problem, policiesDir);
}

function stoppedByRow(
  row: StampedRow | null,
  { findingType, account }: Lifecycle['problem'],
  policiesDir: string,
): WritesStopped | null {
  const file = `${policiesDir}/remediation.yaml`;
  if (row === null) {
    const because = `the remediation table has no row for ${findingType}`;
    return { because, change: [`Add ${findingType} to ${file}.`, LOADED] };
  }
  const source = tableOf(row.commit);
  if (!row.automated) {
    const because = `${findingType} is not automated (${source})`;
    return { because, change: [`Set automated: true for ${findingType} in ${file}.`, LOADED] };
  }
  if (row.path === 'human' || row.path === 'code') {
    const because = `the path of ${findingType} is ${row.path} (${source})`;
    return { because, change: [`Set path: runtime for ${findingType} in ${file}.`, LOADED] };
  }
  if (modeFor(row, account) === 'enforce') return null;
  const own = Object.hasOwn(row.modes, account);
  const set = own ? `modes: '${account}': enforce` : 'mode: enforce';
  const because = `${findingType} is in shadow mode in account ${account} (${source}): planned, not written`;
  return { because, change: [`Set ${set} for ${findingType} in ${file}.`, LOADED] };
}

const LOADED = 'Then restart the orchestrator worker: its start loads the file.';
