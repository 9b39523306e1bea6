/** Failure on demand, for tests: around each allowed call, between its check and its answer. */
import type { Call } from './identify/call.ts';
import type { Principal } from './principals.ts';
import type { WireAnswer } from './wire.ts';

/** An allowed call and who makes it. */
export interface AllowedCall {
  readonly principal: Principal;
  readonly call: Call;
}

/**
 * Carries the call out with `answer`, or throws: an `AwsError` is what the caller gets, `AnswerLost` closes the
 * connection, with the call carried out or not.
 */
export type FaultInjector = (
  seen: AllowedCall,
  answer: () => Promise<WireAnswer>,
) => Promise<WireAnswer>;

/** The caller's connection ends without an answer. */
export class AnswerLost extends Error {
  override readonly name = 'AnswerLost';
}
