import { z } from 'zod';

import { AwsError } from '../gateway/aws-error.ts';
import type { Principal } from '../gateway/principals.ts';
import type { Place } from '../security-hub/events.ts';
import { type Acting, createStarter, type Start } from './automation.ts';
import type { Caller } from './caller.ts';
import { DOCUMENT_OPERATIONS } from './document-operations.ts';
import { createDocumentStore } from './document-store.ts';
import type { Execution, Status } from './execution.ts';
import { parseInput } from './parse-input.ts';
import { runExecution } from './run.ts';
import { showExecution } from './show-execution.ts';

interface SsmAnswer {
  readonly output: unknown;
  /** True when a client token made StartAutomationExecution a repetition. */
  readonly replayed: boolean;
}

export interface Ssm {
  /** Null for an operation that the back end owns, such as GetParameter. Throws AwsError. */
  answer(operation: string, caller: Caller, input: unknown): SsmAnswer | null;
  /** As the place's administrator; content in YAML. */
  createDocument(place: Place, name: string, content: string): void;
  /** As Amazon: the next version of a document that it owns; content in YAML. */
  publishDocument(name: string, content: string): void;
  /** Settles when no automation is running. */
  idle(): Promise<void>;
  /** Ends running automations and forgets everything but the AWS-owned documents. */
  clear(): Promise<void>;
}

export interface SsmOptions {
  readonly endpoint: () => string;
  readonly actAs: (who: Acting) => Principal;
  /** A Python with botocore, for aws:executeScript. */
  readonly python: string | null;
}

export function createSsm(options: SsmOptions): Ssm {
  const documents = createDocumentStore();
  const starter = createStarter({ documents, actAs: options.actAs });
  const state: State = { executions: new Map(), running: new Set(), options };
  return {
    answer: (operation, caller, input) => {
      const onDocuments = DOCUMENT_OPERATIONS[operation];
      if (onDocuments) return plain(onDocuments(documents, caller, input));
      if (operation === 'StartAutomationExecution')
        return answerStart(state, starter.start(caller, input));
      const onExecutions = EXECUTION_OPERATIONS[operation];
      return onExecutions ? plain(onExecutions(state, caller, input)) : null;
    },
    createDocument: (place, name, content) =>
      void documents.create(place, { name, content, format: 'YAML' }),
    publishDocument: (name, content) => documents.publish(name, content),
    idle: () => settle(state),
    clear: async () => {
      for (const execution of state.executions.values()) execution.abort.abort();
      await settle(state);
      state.executions.clear();
      starter.clear();
      documents.clear();
    },
  };
}

interface State {
  readonly executions: Map<string, Execution>;
  readonly running: Set<Promise<void>>;
  readonly options: SsmOptions;
}

function plain(output: unknown): SsmAnswer {
  return { output, replayed: false };
}

async function settle(state: State): Promise<void> {
  while (state.running.size > 0) await Promise.all(state.running);
}

function answerStart(state: State, { execution, replayed }: Start): SsmAnswer {
  if (!replayed) {
    state.executions.set(execution.id, execution);
    const done = run(state, execution).finally(() => state.running.delete(done));
    state.running.add(done);
  }
  return { output: { AutomationExecutionId: execution.id }, replayed };
}

async function run({ options }: State, execution: Execution): Promise<void> {
  // The caller gets its answer first, so that Pending can be seen.
  await new Promise((resolve) => setImmediate(resolve));
  const session = {
    endpoint: options.endpoint(),
    region: execution.place.region,
    credentials: execution.actor.credentials,
  };
  const { python } = options;
  await runExecution(execution, (signal) => ({ session, python, signal }));
}

type Operation = (state: State, caller: Caller, input: unknown) => unknown;

const EXECUTION_OPERATIONS: Readonly<Record<string, Operation>> = {
  GetAutomationExecution: (state, caller, input) => ({
    AutomationExecution: showExecution(find(state, caller, input)),
  }),
  StopAutomationExecution: stop,
};

const Named = z.object({ AutomationExecutionId: z.string() });

function find(state: State, caller: Place, input: unknown): Execution {
  const { AutomationExecutionId: id } = parseInput(Named, input);
  const execution = state.executions.get(id);
  if (execution?.place.account === caller.account && execution.place.region === caller.region)
    return execution;
  throw new AwsError(
    'AutomationExecutionNotFoundException',
    `Automation execution ${id} does not exist in ${caller.account} ${caller.region}.`,
  );
}

const ENDED: readonly Status[] = ['Success', 'Failed', 'TimedOut', 'Cancelled'];

function stop(state: State, caller: Caller, input: unknown): unknown {
  const execution = find(state, caller, input);
  if (ENDED.includes(execution.status)) {
    const message = `Automation execution ${execution.id} has ended already.`;
    throw new AwsError('InvalidAutomationStatusUpdateException', message);
  }
  execution.status = 'Cancelling';
  execution.abort.abort();
  return {};
}
