/** Activities from explicit parts: nothing here reads the environment. `workflows/activity-types.ts` is the contract. */
import type {
  ExceptionActivities,
  OrchestratorActivities,
  RemediateInput,
  RuntimeActivities,
  TriageInput,
  SweepActivities,
} from '../workflows/activity-types.ts';
import { checkDecision } from './decisions/check-decision.ts';
import type { CheckDecisionDeps } from './decisions/check-decision.ts';
import { checkImported } from './decisions/check-imported.ts';
import type { CheckImportDeps } from './decisions/check-imported.ts';
import { checkScoped } from './decisions/check-scoped.ts';
import type { Receipts } from './decisions/receipts.ts';
import { wakeCovered } from './exceptions/wake.ts';
import type { WakeDeps } from './exceptions/wake.ts';
import { close } from './findings/close.ts';
import type { CloseDeps } from './findings/close.ts';
import { noteFailedFix } from './findings/note-failed-fix.ts';
import { reopen } from './findings/reopen.ts';
import type { SourceDeps } from './findings/source.ts';
import { suppress } from './findings/suppress.ts';
import type { ScopedExceptions } from './ledger/exception/exceptions.ts';
import type { Ledger, Watch } from './ledger/ledger.ts';
import { publishNothing } from './notify/publish.ts';
import type { PublishNotices } from './notify/publish.ts';
import { recordStory } from './record-story.ts';
import { withKnownSeverity } from './runtime/claims.ts';
import { remediate } from './runtime/remediate.ts';
import type { RemediateDeps } from './runtime/remediate.ts';
import { due } from './sweep/due.ts';
import type { DueDeps } from './sweep/due.ts';
import { lookAgain } from './sweep/look-again.ts';
import type { LookAgainDeps } from './sweep/look-again.ts';
import { revive } from './sweep/revive.ts';
import type { ReviveDeps } from './sweep/revive.ts';
import { triage } from './triage/triage.ts';
import type { TriageDeps } from './triage/triage.ts';
import { verify } from './verify/verify.ts';

/** What the check of a decision's proof needs. */
type ProofDeps = Pick<CheckDecisionDeps, 'whoSigned' | 'receiptsOf' | 'usedProofs'>;

/** Under the orchestrator's principal: reads workloads, changes none. */
export interface OrchestratorDeps
  extends Omit<TriageDeps, 'checkImport'>, ProofDeps, Omit<CloseDeps, 'ledger'> {
  /** The findings that are SUPPRESSED in Security Hub. */
  readonly suppressions: CheckImportDeps['suppressions'];
  readonly securityHub: CloseDeps['securityHub'] & SourceDeps['securityHub'];
  readonly ledger: Ledger & Pick<Watch, 'openFindings'>;
  readonly exceptions: ScopedExceptions;
  /** See `WakeDeps`. */
  readonly tell: WakeDeps['tell'];
  /** Publishes notices; absent where nobody is notified. */
  readonly notify?: PublishNotices;
}

/** Under the runtime's principal: may start allow-listed Automation documents. */
export interface RuntimeDeps extends ProofDeps, Omit<RemediateDeps, 'ledger' | 'receipts'> {
  readonly ledger: Ledger;
  readonly receipts: Receipts;
  /** As the orchestrator's. */
  readonly notify?: PublishNotices;
}

/** For the worker of the orchestrator queue. */
export function orchestratorActivities(deps: OrchestratorDeps): OrchestratorActivities {
  const withStory = recordStory(deps.ledger, deps.notify);
  const checkImport = (input: TriageInput) => checkImported(deps, input);
  return {
    triage: withStory((input, episode) => triage({ ...deps, checkImport }, input, episode)),
    record: withStory(async (_input, episode) => ({ episode })),
    checkDecision: withStory((input) => checkDecision({ ...deps, receipts: null }, input)),
    verify: withStory((input) => verify(deps, input)),
    // The activity itself writes the last line, so notices are published again after it.
    close: withStory((input, episode) => close(deps, input, episode), true),
    suppress: withStory((input) => suppress(deps, input)),
    reopen: withStory(async (input) => {
      // An episode that began for an undo has no report of its own: what it opens again counts as reported.
      const { workflowId, findings } = input;
      await deps.ledger.openFindings(workflowId, findings);
      return await reopen(deps, input);
    }),
    noteFailedFix: withStory((input) => noteFailedFix(deps, input)),
    ...exceptionActivities(deps),
  };
}

/** For scoped exceptions, whose story an activity of its own writes. */
function exceptionActivities(deps: OrchestratorDeps): ExceptionActivities {
  const { exceptions } = deps;
  return {
    checkScopedDecision: (input) => checkScoped(deps, input),
    recordException: ({ exception, opener, row, entries }) =>
      exceptions.record(exception, opener, { row, entries }),
    wakeCovered: (input) => wakeCovered(deps, input),
  };
}

/** For the worker of the runtime queue. */
export function runtimeActivities(deps: RuntimeDeps): RuntimeActivities {
  const withStory = recordStory(deps.ledger, deps.notify);
  const act = withStory((input: RemediateInput) => remediate(deps, input));
  return {
    remediate: async (input) => act(await withKnownSeverity(deps.ledger, input)),
    checkDecision: withStory((input) => checkDecision(deps, input)),
  };
}

/** For the worker of the orchestrator queue, beside its others. */
export function sweepActivities(
  deps: DueDeps & LookAgainDeps & ReviveDeps & { readonly notifyAgain?: PublishNotices },
): SweepActivities {
  const { notifyAgain = publishNothing } = deps;
  return {
    dueForSweep: () => due(deps),
    lookAgain: (workflowId) => lookAgain(deps, workflowId),
    revive: (workflowId) => revive(deps, workflowId),
    tellAgain: async (workflowId) =>
      (await notifyAgain(workflowId)).waiting === 0 ? 'told' : 'untold',
  };
}
