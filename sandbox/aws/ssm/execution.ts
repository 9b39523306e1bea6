import type { Principal } from '../gateway/principals.ts';
import type { Place } from '../security-hub/events.ts';
import type { DocumentVersion } from './document-store.ts';

export type Status =
  | 'Pending'
  | 'InProgress'
  | 'Success'
  | 'Failed'
  | 'TimedOut'
  | 'Cancelling'
  | 'Cancelled';

/** One step as it runs; what StepExecution shows. Changes while the automation runs. */
export interface StepRun {
  readonly id: string;
  readonly name: string;
  readonly action: string;
  readonly onFailure: string;
  readonly maxAttempts: number;
  readonly timeoutSeconds: number | undefined;
  readonly isEnd: boolean;
  readonly isCritical: boolean;
  readonly nextStep: string | undefined;
  inputs: Readonly<Record<string, unknown>>;
  status: Status;
  startedAt: number | undefined;
  endedAt: number | undefined;
  outputs: Record<string, unknown>;
  response: unknown;
  failure: string | undefined;
}

/** One automation. Changes while it runs; `done` settles when it has ended and never rejects. */
export interface Execution {
  readonly id: string;
  readonly place: Place;
  readonly document: DocumentVersion;
  readonly parameters: Readonly<Record<string, unknown>>;
  /** ARN of who started it. */
  readonly executedBy: string;
  /** Who its calls are made as; its credentials are issued for this execution. */
  readonly actor: Principal;
  readonly startedAt: number;
  readonly abort: AbortController;
  readonly steps: StepRun[];
  status: Status;
  endedAt: number | undefined;
  outputs: Record<string, unknown>;
  failure: string | undefined;
}

/** Epoch seconds, as the JSON protocols carry dates. */
export function epoch(): number {
  return Date.now() / 1000;
}
