import type { CaseInput } from '../case.ts';

export const CASES: readonly CaseInput[] = [
  {
    name: 'that does not rotate',
    key: { rotation: false },
    verdict: 'open',
    reportedBy: [
      'securityHub:KMS.4',
      'configRule:cmk-backing-key-rotation-enabled',
      'prowler:kms_cmk_rotation_enabled',
      'prowler:check28',
      'prowler:check208',
      'checkov:CKV_AWS_7',
    ],
  },
  { name: 'that rotates', key: { rotation: true }, verdict: 'fixed' },
  { name: 'that was deleted', key: { rotation: false, deleted: true }, verdict: 'gone' },
  {
    name: 'that cannot rotate because it is asymmetric',
    key: { rotation: false, fault: 'unsupported' },
    verdict: 'unknown',
  },
  {
    name: 'that cannot rotate because it is for HMAC',
    key: { rotation: false, kind: 'hmac' },
    verdict: 'unknown',
  },
  {
    name: 'that cannot rotate because its material is imported',
    key: { rotation: false, kind: 'imported' },
    verdict: 'unknown',
  },
  {
    name: 'that cannot rotate because it is in a CloudHSM key store',
    key: { rotation: false, kind: 'cloudhsm' },
    verdict: 'unknown',
  },
  {
    name: 'that cannot rotate because it is in an external key store',
    key: { rotation: false, kind: 'external-store' },
    verdict: 'unknown',
  },
  {
    name: 'that is a replica of a key that does not rotate',
    key: { rotation: false, kind: 'replica' },
    verdict: 'unknown',
  },
  {
    name: 'that is a replica of a key that rotates',
    key: { rotation: true, kind: 'replica' },
    verdict: 'fixed',
  },
  {
    name: 'that is the primary key of replicas and does not rotate',
    key: { rotation: false, kind: 'primary' },
    verdict: 'open',
  },
  {
    name: 'whose description we may not read, and that does not rotate',
    key: { rotation: false, fault: 'undescribed' },
    verdict: 'unknown',
  },
  {
    name: 'that answers NotFoundException while its account still lists it',
    key: { rotation: false, fault: 'listed-but-absent' },
    verdict: 'unknown',
  },
  { name: 'that we may not read', key: { rotation: false, fault: 'denied' }, verdict: 'unknown' },
  {
    name: 'whose Region keeps throttling us',
    key: { rotation: false, fault: 'throttled' },
    verdict: 'unknown',
  },
];
