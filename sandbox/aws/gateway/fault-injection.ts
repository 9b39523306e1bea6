/** Fault injection for tests: called around each allowed call, after its authorization and before its answer. */
import type { Call } from './identify/call.ts';
import type { Principal } from './principals.ts';
import type { WireAnswer } from './wire.ts';

/** An allowed call and who makes it. */
export interface AllowedCall {
  readonly principal: Principal;
  readonly call: Call;
}

/**
 * Carries the call out with `answer`, or throws: the caller gets an `AwsError` as it is, and `AnswerLost` closes the
 * connection, whether the call was carried out or not.
 */
export type FaultInjector = (
  seen: AllowedCall,
  answer: () => Promise<WireAnswer>,
) => Promise<WireAnswer>;

/** The caller's connection ends without an answer. */
export class AnswerLost extends Error {
  override readonly name = 'AnswerLost';
}
