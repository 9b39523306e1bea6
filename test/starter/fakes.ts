/** A ledger and lifecycles in memory that behave as the real ones promise, and can be told to fail. */
import type { KnownFinding } from '../../activities/ledger/ledger.ts';
import type { FindingRef, Observation, Problem } from '../../domain/finding.ts';
import type { Handling } from '../../starter/handler.ts';
import { CATALOGUE } from '../../starter/identity/catalogue.ts';
import { INTAKE } from './corpus.ts';

interface Told {
  readonly verb: 'report' | 'map' | 'wake';
  readonly workflowId: string;
  readonly problem: Problem | null;
  readonly observation: Observation;
}

export interface Fakes extends Handling {
  /** Every call that reached Temporal and was acknowledged. */
  readonly told: Told[];
  readonly lines: string[];
  readonly known: Map<string, KnownFinding>;
  readonly open: Set<string>;
  /** Makes the calls that it answers true for fail, for example when Temporal is down. */
  fails: (call: string) => boolean;
  /** What closing a lifecycle does to the ledger. */
  readonly closeAll: (at: string) => void;
}

export function fakes(): Fakes {
  const told: Told[] = [];
  const lines: string[] = [];
  const known = new Map<string, KnownFinding>();
  const open = new Set<string>();
  const made: Fakes = {
    told,
    lines,
    known,
    open,
    fails: () => false,
    intake: INTAKE,
    catalogue: CATALOGUE,
    now: () => Date.parse('2026-03-02T10:01:00Z'),
    log: (line) => lines.push(line),
    closeAll: (at) => {
      open.clear();
      for (const [key, row] of known) {
        const problems = Object.fromEntries(
          Object.keys(row.problems).map((id) => [id, 'closed' as const]),
        );
        known.set(key, { ...row, problems, hash: null, closedAt: at });
      }
    },
    ledger: {
      knownFinding: async (ref) => {
        guard(made, `knownFinding ${ref.id}`);
        return known.get(keyOf(ref)) ?? null;
      },
      acknowledge: async (ref, workflowId, hash) => {
        guard(made, `acknowledge ${workflowId}`);
        const before = known.get(keyOf(ref));
        const problems = { ...before?.problems, [workflowId]: 'open' as const };
        known.set(keyOf(ref), { finding: ref, problems, hash, closedAt: before?.closedAt ?? null });
      },
    },
    lifecycles: {
      report: async (workflowId, problem, observation) => {
        guard(made, `report ${workflowId}`);
        open.add(workflowId);
        told.push({ verb: 'report', workflowId, problem, observation });
      },
      map: async (workflowId, problem, observation) => {
        guard(made, `map ${workflowId}`);
        open.add(workflowId);
        told.push({ verb: 'map', workflowId, problem, observation });
      },
      wake: async (workflowId, observation) => {
        guard(made, `wake ${workflowId}`);
        if (!open.has(workflowId)) return false;
        told.push({ verb: 'wake', workflowId, problem: null, observation });
        return true;
      },
    },
  };
  return made;
}

function guard(made: Fakes, call: string): void {
  if (made.fails(call)) throw new Error(`${call}: unreachable`);
}

function keyOf({ id, productArn }: FindingRef): string {
  return `${productArn} ${id}`;
}
