/** A ledger that keeps in memory what was written to it. */
import type {
  Execution,
  KnownFinding,
  Ledger,
  Lifecycle,
  PastOutcome,
  PlacedExecution,
  Watch,
} from '../../activities/ledger/ledger.ts';
import type { FindingRef } from '../../domain/finding.ts';
import { canonicalJson } from '../../domain/plan.ts';
import { plan, PLAN_HASH } from './plan.ts';
import { lifecycleRow } from './story.ts';

export interface FakeLedger extends Ledger, Pick<Watch, 'openFindings'> {
  /** Names and arguments of the calls that write, in order. */
  readonly calls: (readonly unknown[])[];
}

type Kill = Awaited<ReturnType<Ledger['killSwitch']>>;

export interface LedgerFacts {
  readonly kill?: Kill | (() => Kill);
  readonly execution?: Execution | null;
  /** Of all episodes; none by default. */
  readonly executions?: readonly PlacedExecution[];
  /** Why no intent is stored; it is by default. */
  readonly refused?: 'capped' | 'used' | 'past';
  /** Findings whose last problem this was; all by default. */
  readonly last?: readonly FindingRef[];
  readonly known?: KnownFinding | null;
  /** How earlier episodes ended; none by default. */
  readonly past?: readonly PastOutcome[];
  /** Canonical JSON of plans by hash, besides the sample's. */
  readonly plans?: Readonly<Record<string, string>>;
  /** What the ledger knows of the lifecycle; the sample's problem at its lowest severity by default. */
  readonly lifecycle?: Lifecycle | null;
}

export function fakeLedger(facts: LedgerFacts = {}): FakeLedger {
  const calls: (readonly unknown[])[] = [];
  const noted =
    (name: string) =>
    async (...args: readonly unknown[]): Promise<void> => {
      calls.push([name, ...args]);
    };
  return {
    calls,
    openEpisode: async (...args) => {
      calls.push(['openEpisode', ...args]);
      return 7;
    },
    record: noted('record'),
    markClosing: noted('markClosing'),
    closeFindings: async (workflowId, findings, at) => {
      calls.push(['closeFindings', workflowId, findings, at]);
      return facts.last ?? findings;
    },
    markClosed: noted('markClosed'),
    rememberIntent: async (...args) => {
      if (facts.refused !== undefined) return facts.refused;
      calls.push(['rememberIntent', ...args]);
      return 'remembered';
    },
    past: async () => facts.past ?? [],
    markWritten: noted('markWritten'),
    rememberExecution: noted('rememberExecution'),
    openFindings: noted('openFindings'),
    rememberLeft: noted('rememberLeft'),
    executions: async () => facts.executions ?? [],
    execution: async () => facts.execution ?? null,
    rememberPlan: noted('rememberPlan'),
    planText: async (_workflowId, hash) => facts.plans?.[hash] ?? KNOWN_PLANS[hash] ?? null,
    knownFinding: async () => facts.known ?? null,
    acknowledge: noted('acknowledge'),
    lifecycle: async () => (facts.lifecycle === undefined ? KNOWN : facts.lifecycle),
    lifecycles: async () => [],
    story: async () => [],
    killSwitch: async () => (typeof facts.kill === 'function' ? facts.kill() : facts.kill) ?? OFF,
    setKillSwitch: noted('setKillSwitch'),
  };
}

const KNOWN_PLANS: Readonly<Record<string, string>> = { [PLAN_HASH]: canonicalJson(plan) };

const OFF: Kill = { on: false, by: '', why: '' };

const KNOWN: Lifecycle = lifecycleRow({ severity: 'INFORMATIONAL' });
