import { setTimeout as sleep } from 'node:timers/promises';

import type { AwsEvent } from '../security-hub/events.ts';
import type { RuleBook } from './rules.ts';

export type LambdaHandler = (event: unknown) => Promise<unknown>;

/** An event that a function failed on at every attempt, as its dead-letter queue would hold it. */
export interface DeadLetter {
  readonly target: string;
  readonly event: unknown;
  readonly error: string;
  readonly attempts: number;
}

export interface Delivery {
  registerLambda(arn: string, handler: LambdaHandler): void;
  /** Starts delivering to the targets of every matching rule; never throws. */
  deliver(event: AwsEvent): void;
  /** Starts delivering to one function, as `deliver` does to each; never throws. */
  invoke(target: string, event: unknown): void;
  deadLetters(): readonly DeadLetter[];
  /** Settles when nothing is being delivered. */
  idle(): Promise<void>;
  /** Forgets dead letters; registered functions stay. */
  clear(): void;
  /** Gives up waiting retries: they become dead letters at once. */
  close(): Promise<void>;
}

export interface DeliveryOptions {
  readonly rules: RuleBook;
  readonly sendToQueue: (queueArn: string, event: AwsEvent) => Promise<void>;
  /** Waits before the second and third attempt; Lambda itself waits a minute, then two. */
  readonly retryDelays: readonly number[];
}

/**
 * Delivers as EventBridge and Lambda's asynchronous invocation do: at least once, in no particular order,
 * two retries. https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-error-handling.html
 */
export function createDelivery(options: DeliveryOptions): Delivery {
  const state: State = {
    handlers: new Map(),
    letters: [],
    inFlight: new Set(),
    abort: new AbortController(),
    options,
  };
  const idle = async () => {
    while (state.inFlight.size > 0) await Promise.all(state.inFlight);
  };
  const begin = (delivering: Promise<void>) => {
    const done = delivering.finally(() => state.inFlight.delete(done));
    state.inFlight.add(done);
  };
  return {
    registerLambda: (arn, handler) => void state.handlers.set(arn, handler),
    deliver: (event) => begin(toTargets(state, event)),
    invoke: (target, event) =>
      begin(toTarget(state, target, { event, send: () => toFunction(state, target, event) })),
    deadLetters: () => [...state.letters],
    idle,
    clear: () => {
      state.letters.length = 0;
    },
    close: () => {
      state.abort.abort();
      return idle();
    },
  };
}

interface State {
  readonly handlers: Map<string, LambdaHandler>;
  readonly letters: DeadLetter[];
  readonly inFlight: Set<Promise<void>>;
  readonly abort: AbortController;
  readonly options: DeliveryOptions;
}

async function toTargets(state: State, event: AwsEvent): Promise<void> {
  try {
    const targets = await state.options.rules.targetsOf(event);
    await Promise.all(
      targets.map((target) =>
        toTarget(state, target, { event, send: () => invoke(state, target, event) }),
      ),
    );
  } catch (error) {
    state.letters.push({ target: 'rules', event, error: textOf(error), attempts: 1 });
  }
}

interface Sending {
  readonly event: unknown;
  readonly send: () => Promise<void>;
}

async function toTarget(state: State, target: string, { event, send }: Sending): Promise<void> {
  for (let attempts = 1; ; attempts += 1) {
    try {
      await send();
      return;
    } catch (error) {
      const wait = state.options.retryDelays[attempts - 1];
      if (wait === undefined || !(await rested(wait, state.abort.signal))) {
        state.letters.push({ target, event, error: textOf(error), attempts });
        return;
      }
    }
  }
}

async function invoke(state: State, target: string, event: AwsEvent): Promise<void> {
  if (target.startsWith('arn:aws:sqs:')) {
    await state.options.sendToQueue(target, event);
    return;
  }
  await toFunction(state, target, event);
}

async function toFunction(state: State, target: string, event: unknown): Promise<void> {
  const handler = state.handlers.get(target);
  if (!handler) throw new Error(`no function is registered as ${target}`);
  // What crosses the wire is JSON: the handler gets its own copy.
  await handler(JSON.parse(JSON.stringify(event)));
}

async function rested(milliseconds: number, signal: AbortSignal): Promise<boolean> {
  return sleep(milliseconds, true, { signal }).catch(() => false);
}

function textOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
