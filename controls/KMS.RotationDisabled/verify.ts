import type { Problem } from '../../domain/finding.ts';
import { confirmAbsence, unknownResult } from '../absence.ts';
import type { ListedKind } from '../absence.ts';
import type { CheckResult, ReadClients, Verify } from '../control.ts';
import { failedWith, failureText, responsesOf, tryRead } from '../reading.ts';
import type { Pause } from '../retry.ts';

/**
 * *fixed* when automatic rotation is on. A key that cannot rotate (asymmetric, imported) is *unknown*: neither we
 * nor its owner can turn rotation on.
 * https://docs.aws.amazon.com/kms/latest/APIReference/API_GetKeyRotationStatus.html
 */
export const verify: Verify = async (problem, read, pause) => {
  const KeyId = problem.resource.name;
  const status = await tryRead(() => read.kms.getKeyRotationStatus({ KeyId }), pause);
  if (failedWith(status, 'NotFoundException')) return confirmKeyAbsence(problem, read, pause);
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

async function confirmKeyAbsence(
  problem: Problem,
  read: ReadClients,
  pause: Pause | undefined,
): Promise<CheckResult> {
  const kind: ListedKind = {
    noun: 'Key',
    service: 'KMS',
    absent: 'NotFoundException',
    operation: 'ListKeys',
    region: async () => read.kms.config.region(),
    page: async (Marker) => {
      const raw = await read.kms.listKeys({ Limit: 1000, ...(Marker && { Marker }) });
      const names = (raw.Keys ?? []).map(({ KeyId }) => KeyId ?? '');
      return { names, token: raw.Truncated === true ? raw.NextMarker : undefined, raw };
    },
  };
  return confirmAbsence(problem, { read, kind, pause });
}
