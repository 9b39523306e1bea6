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
