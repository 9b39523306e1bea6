/** Activities from explicit parts: nothing here reads the environment. `workflows/activity-types.ts` is the contract. */
import type {
  OrchestratorActivities,
  RemediateInput,
  RuntimeActivities,
} from '../workflows/activity-types.ts';
import { checkDecision } from './decisions/check-decision.ts';
import type { ProofPolicy } from './decisions/check-proof.ts';
import { close } from './findings/close.ts';
import type { CloseDeps } from './findings/close.ts';
import { reopen } from './findings/reopen.ts';
import { suppress } from './findings/suppress.ts';
import type { Ledger } from './ledger/ledger.ts';
import { recorded } from './recorded.ts';
import { withKnownSeverity } from './runtime/claims.ts';
import { remediate } from './runtime/remediate.ts';
import type { RemediateDeps } from './runtime/remediate.ts';
import { triage } from './triage/triage.ts';
import type { TriageDeps } from './triage/triage.ts';
import { verify } from './verify/verify.ts';

/** Under the orchestrator's principal: reads workloads, changes none. */
export interface OrchestratorDeps extends TriageDeps, Omit<CloseDeps, 'ledger'> {
  readonly ledger: Ledger;
  readonly proofPolicy: ProofPolicy;
}

/** Under the runtime's principal: may start allow-listed Automation documents. */
export interface RuntimeDeps extends Omit<RemediateDeps, 'ledger'> {
  readonly ledger: Ledger;
}

/** For the worker of the orchestrator queue. */
export function orchestratorActivities(deps: OrchestratorDeps): OrchestratorActivities {
  const after = recorded(deps.ledger);
  return {
    triage: after((input, episode) => triage(deps, input, episode)),
    record: after(async (_input, episode) => ({ episode })),
    checkDecision: after((input) => checkDecision(deps, input)),
    verify: after((input) => verify(deps, input)),
    close: after((input, episode) => close(deps, input, episode)),
    suppress: after((input) => suppress(deps, input)),
    reopen: after((input) => reopen(deps, input)),
  };
}

/** For the worker of the runtime queue. */
export function runtimeActivities(deps: RuntimeDeps): RuntimeActivities {
  const act = recorded(deps.ledger)((input: RemediateInput) => remediate(deps, input));
  return { remediate: async (input) => act(await withKnownSeverity(deps.ledger, input)) };
}
