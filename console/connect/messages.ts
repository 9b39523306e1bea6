/** Says things to running lifecycles. Expected "no"s are values: the caller tells people what to do next. */
import type { Client, Connection } from '@temporalio/client';

import type { Lifecycle } from '../../activities/ledger/ledger.ts';
import type { Answer, Claim, Command, Decided, Decision } from '../../domain/decision.ts';
import type { Observation, Problem } from '../../domain/finding.ts';
import { SCHEMA } from '../../domain/lifecycle/state.ts';
import { scopeInWords } from '../../domain/scope.ts';
import { SCOPED_SCHEMA } from '../../domain/scoped-exception/state.ts';
import type { ScopedDecision } from '../../domain/scoped-exception/state.ts';
import type { Imported, LifecycleInput } from '../../workflows/messages.ts';

export type Said =
  | { readonly update: Exclude<Decided, 'undo'>; readonly payload: Decision }
  /** Where the lifecycle has closed it begins the next episode, with these reports of the problem. */
  | {
      readonly update: 'undo';
      readonly payload: Decision;
      readonly problem: Problem;
      readonly reports: readonly Observation[];
    }
  | { readonly update: 'recheck' | 'cancel'; readonly payload: Command }
  | { readonly update: 'claimFixed'; readonly payload: Claim };

export type Heard =
  | { readonly status: 'accepted'; readonly answer: Answer }
  /** `type` is a `Refusal['type']` of domain/decision.ts. */
  | { readonly status: 'refused'; readonly type: string; readonly message: string }
  /** No run of that id is open: it has closed, or never was. */
  | { readonly status: 'not-running' }
  /** Nobody answered in time: no worker runs, or it is busy. The message may still arrive. */
  | { readonly status: 'unanswered'; readonly seconds: number };

export interface Messages {
  readonly say: (workflowId: string, said: Said) => Promise<Heard>;
  /** To an exception wider than one finding; asking for one starts it. */
  readonly sayScoped: (decision: ScopedDecision) => Promise<Heard>;
  /** Starts a lifecycle that begins with an imported acceptance; an open one only hears the report. */
  readonly importAccepted: (
    workflowId: string,
    problem: Problem,
    imported: Imported,
  ) => Promise<void>;
}

export interface Temporal {
  readonly client: Client;
  readonly connection: Connection;
}

/** A person waits in front of the terminal: longer than this is worse than "no answer". */
const PATIENCE_SECONDS = 20;

/** Throws only what Temporal or the network answered unexpectedly. */
export function temporalMessages(
  { client, connection }: Temporal,
  seconds = PATIENCE_SECONDS,
): Messages {
  const heard = async (send: () => Promise<Answer>): Promise<Heard> => {
    const errors = await import('@temporalio/client');
    try {
      const deadline = Date.now() + seconds * 1000;
      return { status: 'accepted', answer: await connection.withDeadline(deadline, send) };
    } catch (error) {
      if (error instanceof errors.WorkflowNotFoundError) return { status: 'not-running' };
      if (error instanceof errors.WorkflowUpdateRPCTimeoutOrCancelledError) {
        return { status: 'unanswered', seconds };
      }
      if (error instanceof errors.WorkflowUpdateFailedError) return refused(error);
      throw error;
    }
  };
  return {
    say: async (workflowId, said) =>
      await heard(async () => await sendUpdate(client, workflowId, said)),
    importAccepted: async (workflowId, problem, imported) => {
      const deadline = Date.now() + seconds * 1000;
      await connection.withDeadline(
        deadline,
        async () => await startImported(client, { workflowId, problem, imported }),
      );
    },
    sayScoped: async (decision) => await heard(async () => await updateScoped(client, decision)),
  };
}

/** A decision as it is sent. An undo of what has closed begins the next episode with all that was reported of the problem. */
export function decisionSaid(
  { problem, findings, severity, title, updatedAt }: Lifecycle,
  payload: Decision,
): Said {
  const { decision: update, id } = payload;
  if (update !== 'undo') return { update, payload };
  const reports = findings.map((finding, n): Observation => ({
    messageId: `undo/${id}/${n}`,
    finding,
    severity,
    title,
    product: 'Closeloop',
    recordState: 'ACTIVE',
    compliance: null,
    updatedAt,
    asked: false,
  }));
  return { update, payload, problem, reports };
}

/** The decision's own id is the update's id: sent twice, it is recorded once. */
async function sendUpdate(client: Client, workflowId: string, said: Said): Promise<Answer> {
  const names = await import('../../workflows/messages.ts');
  const handle = client.workflow.getHandle(workflowId);
  const updateId = said.payload.id;
  switch (said.update) {
    case 'approve':
    case 'reject':
    case 'accept':
    case 'extend':
    case 'revoke':
    case 'assign':
    case 'attest':
      return await handle.executeUpdate(names[said.update], { args: [said.payload], updateId });
    case 'undo':
      return await startUndo(client, workflowId, said);
    case 'recheck':
    case 'cancel':
      return await handle.executeUpdate(names[said.update], { args: [said.payload], updateId });
    case 'claimFixed':
      return await handle.executeUpdate(names.claimFixed, { args: [said.payload], updateId });
  }
}

/** Update with start: the open run hears it, or a new one begins with it, in one call. */
async function startUndo(
  client: Client,
  workflowId: string,
  { payload, problem, reports }: Said & { readonly update: 'undo' },
): Promise<Answer> {
  const names = await import('../../workflows/messages.ts');
  const { startOptions } = await import('../../starter/start-options.ts');
  const { WithStartWorkflowOperation } = await import('@temporalio/client');
  const [first] = reports;
  if (first === undefined) throw new Error(`The ledger's row of ${workflowId} lists no finding.`);
  const options = startOptions(workflowId, problem, first);
  const input: LifecycleInput = { schema: SCHEMA, problem, late: reports };
  type Begun = (said: LifecycleInput) => Promise<unknown>;
  const startWorkflowOperation = new WithStartWorkflowOperation<Begun>(names.FINDING_LIFECYCLE, {
    ...options,
    args: [input],
  });
  const sent: { args: [Decision]; updateId: string } = { args: [payload], updateId: payload.id };
  return await client.workflow.executeUpdateWithStart(names.undo, {
    ...sent,
    startWorkflowOperation,
  });
}

interface Started {
  readonly workflowId: string;
  readonly problem: Problem;
  readonly imported: Imported;
}

async function startImported(
  client: Client,
  { workflowId, problem, imported }: Started,
): Promise<void> {
  const names = await import('../../workflows/messages.ts');
  const { startOptions } = await import('../../starter/start-options.ts');
  const options = startOptions(workflowId, problem, imported.observation);
  const signalArgs: [Imported] = [imported];
  type Begun = (input: LifecycleInput) => Promise<unknown>;
  await client.workflow.signalWithStart<Begun, [Imported]>(names.FINDING_LIFECYCLE, {
    ...options,
    signal: names.imported,
    signalArgs,
  });
}

/** One open run a scope: who asks for what exists already is told so by it. */
async function updateScoped(client: Client, decision: ScopedDecision): Promise<Answer> {
  const names = await import('../../workflows/messages.ts');
  const { exception: workflowId, id: updateId, scope } = decision;
  const sent: { args: [ScopedDecision]; updateId: string } = { args: [decision], updateId };
  const handle = client.workflow.getHandle(workflowId);
  switch (decision.decision) {
    case 'ask': {
      const { WithStartWorkflowOperation } = await import('@temporalio/client');
      const startWorkflowOperation = new WithStartWorkflowOperation(names.SCOPED_EXCEPTION, {
        workflowId,
        taskQueue: names.TASK_QUEUES.orchestrator,
        args: [{ schema: SCOPED_SCHEMA, scope }],
        workflowIdReusePolicy: 'ALLOW_DUPLICATE',
        workflowIdConflictPolicy: 'USE_EXISTING',
        staticSummary: `Exception for ${scopeInWords(scope)}`.slice(0, 180),
      });
      const asking = { ...sent, startWorkflowOperation };
      return await client.workflow.executeUpdateWithStart(names.askScoped, asking);
    }
    case 'confirm':
      return await handle.executeUpdate(names.confirmScoped, sent);
    case 'extend':
      return await handle.executeUpdate(names.extendScoped, sent);
    case 'revoke':
      return await handle.executeUpdate(names.revokeScoped, sent);
  }
}

/** A validator's refusal is the cause of the update's failure. */
function refused(error: Error): Heard {
  const { cause } = error;
  const type =
    cause instanceof Error && 'type' in cause && typeof cause.type === 'string'
      ? cause.type
      : 'Refused';
  return {
    status: 'refused',
    type,
    message: cause instanceof Error ? cause.message : error.message,
  };
}
