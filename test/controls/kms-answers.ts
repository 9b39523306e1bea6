/** What KMS answers about a key in a given state, as its API reference shows it. */
import type { KeyState } from '../../controls/case.ts';
import { KEY } from '../builders/problem.ts';
import type { Answer } from './s3-answers.ts';

/** `operation` as in the `x-amz-target` header. */
export function kmsAnswerOf(state: KeyState, operation: string): Answer {
  if (operation === 'ListKeys') {
    const Keys = state.fault === 'listed-but-absent' ? [{ KeyId: KEY }] : [];
    return { status: 200, body: JSON.stringify({ Keys, Truncated: false }) };
  }
  if (operation !== 'GetKeyRotationStatus') return failure(400, 'UnknownOperationException');
  if (state.deleted || state.fault === 'listed-but-absent')
    return failure(400, 'NotFoundException');
  if (state.fault === 'denied') return failure(400, 'AccessDeniedException');
  if (state.fault === 'unsupported') return failure(400, 'UnsupportedOperationException');
  if (state.fault === 'throttled') return failure(400, 'ThrottlingException');
  return { status: 200, body: JSON.stringify({ KeyRotationEnabled: state.rotation }) };
}

function failure(status: number, type: string): Answer {
  return { status, body: JSON.stringify({ __type: type, message: type }) };
}
