import type { KMS } from '@aws-sdk/client-kms';

import { confirmAbsence, unknownResult } from '../absence.ts';
import type { ListedKind } from '../absence.ts';
import type { CheckResult, Verify } from '../control.ts';
import { failedWith, failureText, responsesOf, tryRead } from '../reading.ts';
import { whyItCannotRotate } from './cannot-rotate.ts';

/**
 * *fixed* when automatic rotation is on. A key that cannot rotate (asymmetric, imported, of a custom key store) is
 * *unknown*: neither we nor its owner can turn rotation on. So is a replica, which rotates with its primary key. KMS says
 * of most of them only that they do not rotate, so each key that does not is looked at.
 * https://docs.aws.amazon.com/kms/latest/APIReference/API_GetKeyRotationStatus.html
 */
export const verify: Verify = async (problem, read, pause) => {
  const KeyId = problem.resource.name;
  const status = await tryRead(() => read.kms.getKeyRotationStatus({ KeyId }), pause);
  if (failedWith(status, 'NotFoundException')) {
    return confirmAbsence(problem, { read, kind: listedKeys(read.kms), pause });
  }
  const responses = responsesOf({ GetKeyRotationStatus: status });
  const unknown = (error: string, seen = responses) =>
    unknownResult(problem, { noun: 'Key', error, responses: seen });
  if (!status.answered) return unknown(failureText('GetKeyRotationStatus', status.error));
  const result = (rotation: boolean, seen = responses): CheckResult => ({
    verdict: rotation ? 'fixed' : 'open',
    summary: `Key ${KeyId} ${rotation ? 'rotates' : 'does not rotate'} automatically.`,
    error: null,
    responses: seen,
    settings: { rotation },
  });
  if (status.value.KeyRotationEnabled === true) return result(true);
  const key = await tryRead(() => read.kms.describeKey({ KeyId }), pause);
  const both = responsesOf({ GetKeyRotationStatus: status, DescribeKey: key });
  if (!key.answered) return unknown(failureText('DescribeKey', key.error), both);
  const why = whyItCannotRotate(key.value.KeyMetadata);
  return why === null
    ? result(false, both)
    : unknown(`it ${why}, so KMS cannot rotate it automatically`, both);
};

function listedKeys(kms: KMS): ListedKind {
  return {
    noun: 'Key',
    service: 'KMS',
    absent: 'NotFoundException',
    operation: 'ListKeys',
    region: async () => kms.config.region(),
    page: async (Marker) => {
      const raw = await kms.listKeys({ Limit: 1000, ...(Marker && { Marker }) });
      const names = (raw.Keys ?? []).map(({ KeyId }) => KeyId ?? '');
      return { names, token: raw.Truncated === true ? raw.NextMarker : undefined, raw };
    },
  };
}
