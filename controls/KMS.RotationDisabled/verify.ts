import type { KMS } from '@aws-sdk/client-kms';

import { confirmAbsence, unknownResult } from '../absence.ts';
import type { ListedKind } from '../absence.ts';
import type { Verify } from '../control.ts';
import { failedWith, failureText, responsesOf, tryRead } from '../reading.ts';

/**
 * *fixed* when automatic rotation is on. A key that cannot rotate (asymmetric, imported) is *unknown*: neither we
 * nor its owner can turn rotation on.
 * https://docs.aws.amazon.com/kms/latest/APIReference/API_GetKeyRotationStatus.html
 */
export const verify: Verify = async (problem, read, pause) => {
  const KeyId = problem.resource.name;
  const status = await tryRead(() => read.kms.getKeyRotationStatus({ KeyId }), pause);
  if (failedWith(status, 'NotFoundException')) {
    return confirmAbsence(problem, { read, kind: listedKeys(read.kms), pause });
  }
  const responses = responsesOf({ GetKeyRotationStatus: status });
  if (!status.answered) {
    const error = failureText('GetKeyRotationStatus', status.error);
    return unknownResult(problem, { noun: 'Key', error, responses });
  }
  const rotation = status.value.KeyRotationEnabled === true;
  return {
    verdict: rotation ? 'fixed' : 'open',
    summary: `Key ${KeyId} ${rotation ? 'rotates' : 'does not rotate'} automatically.`,
    error: null,
    responses,
    settings: { rotation },
  };
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
