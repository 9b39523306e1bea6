import {
  WorkflowNotFoundError,
  WorkflowUpdateFailedError,
  WorkflowUpdateRPCTimeoutOrCancelledError,
} from '@temporalio/client';

import type { Answer } from '../domain/decision.ts';
import type { RefusedMessage, SendResult } from './messages.ts';

/** Sends, and turns the refusals that Temporal reports as errors into values. */
export async function sendResult(send: () => Promise<Answer>): Promise<SendResult> {
  try {
    return { status: 'accepted', answer: await send() };
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return { status: 'not-running' };
    if (error instanceof WorkflowUpdateRPCTimeoutOrCancelledError) return { status: 'unanswered' };
    if (error instanceof WorkflowUpdateFailedError) return refusedMessage(error);
    throw error;
  }
}

/** The validator's refusal is the cause of the update's failure. */
function refusedMessage({ cause, message }: WorkflowUpdateFailedError): RefusedMessage {
  const type = cause !== undefined && 'type' in cause ? String(cause.type) : 'Refused';
  return { status: 'refused', type, message: cause?.message ?? message };
}
