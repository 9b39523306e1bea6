/** Activities from explicit parts: nothing here reads the environment. `workflows/activity-types.ts` is the contract. */
import { stopsOf } from '../domain/kill-switch.ts';
import type {
  OrchestratorActivities,
  RemediateInput,
  RuntimeActivities,
  SweepActivities,
} from '../workflows/activity-types.ts';
import { checkDecision } from './decisions/check-decision.ts';
import type { CheckDecisionDeps } from './decisions/check-decision.ts';
import type { PersonDeps } from './decisions/check-person.ts';
import type { OwnReads } from './decisions/owner.ts';
import type { Receipts } from './decisions/receipts.ts';
import { wakeCovered } from './exceptions/wake-covered.ts';
import type { WakeDeps } from './exceptions/wake-covered.ts';
import type { SourceDeps } from './findings/source.ts';
import { changeSwitch, rememberStops } from './kill-switch/change-switch.ts';
import type { SwitchDeps } from './kill-switch/change-switch.ts';
import type { Ledger } from './ledger/ledger.ts';
import { publishNothing } from './notify/publish.ts';
import type { PublishNotices } from './notify/publish.ts';
import { recordStory } from './record-story.ts';
import { withKnownSeverity } from './runtime/claims.ts';
import { remediate } from './runtime/remediate.ts';
import type { RemediateDeps } from './runtime/remediate.ts';
import { due } from './sweep/due.ts';
import type { DueDeps } from './sweep/due.ts';
import { revive } from './sweep/revive.ts';
import type { ReviveDeps } from './sweep/revive.ts';
import { tagReader } from './triage/live-tags.ts';
import { triage } from './triage/triage.ts';
import type { TriageDeps } from './triage/triage.ts';
import { verify } from './verify/verify.ts';

/** What the check of a decision's proof needs. */
type ProofDeps = Pick<CheckDecisionDeps, 'whoSigned' | 'receiptsOf' | 'usedProofs'>;

/** Under the orchestrator's principal: reads workloads and Security Hub, changes neither. */
export interface OrchestratorDeps extends TriageDeps, ProofDeps, Pick<SourceDeps, 'securityHub'> {
  readonly ledger: Ledger;
  /** See `WakeDeps`. */
  readonly tell: WakeDeps['tell'];
  /** Publishes notices; absent where nobody is notified. */
  readonly notify?: PublishNotices;
}

/** Under the runtime's principal: may start allow-listed Automation documents. */
export interface RuntimeDeps extends ProofDeps, Omit<RemediateDeps, 'ledger' | 'receipts'> {
  readonly ledger: Ledger;
  readonly receipts: Receipts;
  readonly severityOf: OwnReads['severityOf'];
  /** Written by this worker alone. */
  readonly assignments: OwnReads['assignments'];
  /** As the orchestrator's. */
  readonly notify?: PublishNotices;
  readonly killSwitch: Omit<SwitchDeps, keyof PersonDeps>;
}

/** For the worker of the orchestrator queue. */
export function orchestratorActivities(deps: OrchestratorDeps): OrchestratorActivities {
  const withStory = recordStory(deps.ledger, deps.notify);
  const withPrincipal = { ...deps, principal: 'closeloop-orchestrator' };
  return {
    triage: withStory((input, episode) => triage(deps, input, episode)),
    record: withStory(async (_input, episode) => ({ episode })),
    checkDecision: withStory((input) =>
      checkDecision({ ...deps, receipts: null, own: null }, input),
    ),
    verify: withStory((input) => verify(withPrincipal, input)),
    wakeCovered: (input) => wakeCovered(deps, input),
  };
}

/** For the worker of the runtime queue. */
export function runtimeActivities(deps: RuntimeDeps): RuntimeActivities {
  const withStory = recordStory(deps.ledger, deps.notify);
  const ledger = remembersStops(deps);
  const act = withStory((input: RemediateInput) => remediate({ ...deps, ledger }, input));
  const { severityOf, assignments, accounts } = deps;
  const own = { severityOf, assignments, tagsOf: tagReader(accounts.remediate) };
  return {
    remediate: async (input) => act(await withKnownSeverity(deps.ledger, deps.severityOf, input)),
    checkDecision: withStory((input) => checkDecision({ ...deps, own }, input)),
    changeSwitch: (decision) => changeSwitch({ ...deps, ...deps.killSwitch }, decision),
  };
}

/** What this worker has seen stopped before a write, only two people release. */
function remembersStops({ ledger, killSwitch }: RuntimeDeps): Ledger {
  return {
    ...ledger,
    killSwitch: async () => {
      const now = await ledger.killSwitch();
      if (now.on) await rememberStops(killSwitch, stopsOf(now));
      return now;
    },
  };
}

/** For the worker of the orchestrator queue, beside its others. */
export function sweepActivities(
  deps: DueDeps & ReviveDeps & { readonly notifyAgain?: PublishNotices },
): SweepActivities {
  const { notifyAgain = publishNothing } = deps;
  return {
    dueForSweep: () => due(deps),
    revive: (workflowId) => revive(deps, workflowId),
    tellAgain: async (workflowId) =>
      (await notifyAgain(workflowId)).waiting === 0 ? 'told' : 'untold',
  };
}
