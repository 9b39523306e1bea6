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
  if (operation === 'DescribeKey') {
    if (state.fault === 'undescribed') return failure(400, 'AccessDeniedException');
    return { status: 200, body: JSON.stringify({ KeyMetadata: metadataOf(state) }) };
  }
  if (operation !== 'GetKeyRotationStatus') return failure(400, 'UnknownOperationException');
  if (state.deleted || state.fault === 'listed-but-absent')
    return failure(400, 'NotFoundException');
  if (state.fault === 'denied') return failure(400, 'AccessDeniedException');
  if (state.fault === 'unsupported') return failure(400, 'UnsupportedOperationException');
  if (state.fault === 'throttled') return failure(400, 'ThrottlingException');
  return { status: 200, body: JSON.stringify({ KeyRotationEnabled: state.rotation }) };
}

/** https://docs.aws.amazon.com/kms/latest/APIReference/API_KeyMetadata.html */
function metadataOf({ kind }: KeyState): object {
  const usual = { KeyId: KEY, KeySpec: 'SYMMETRIC_DEFAULT', Origin: 'AWS_KMS', MultiRegion: false };
  const CustomKeyStoreId = 'cks-0123456789abcdef0';
  if (kind === 'hmac') return { ...usual, KeySpec: 'HMAC_256' };
  if (kind === 'imported') return { ...usual, Origin: 'EXTERNAL' };
  if (kind === 'cloudhsm') return { ...usual, Origin: 'AWS_CLOUDHSM', CustomKeyStoreId };
  if (kind === 'external-store')
    return { ...usual, Origin: 'EXTERNAL_KEY_STORE', CustomKeyStoreId };
  if (kind === undefined) return usual;
  const PrimaryKey = { Arn: `arn:aws:kms:us-east-1:111122223333:key/${KEY}`, Region: 'us-east-1' };
  const MultiRegionKeyType = kind === 'replica' ? 'REPLICA' : 'PRIMARY';
  return {
    ...usual,
    MultiRegion: true,
    MultiRegionConfiguration: { MultiRegionKeyType, PrimaryKey },
  };
}

function failure(status: number, type: string): Answer {
  return { status, body: JSON.stringify({ __type: type, message: type }) };
}
