import type { Control } from '../control.ts';
import { undoParameters } from './undo.ts';
import { verify } from './verify.ts';

export const kmsRotationDisabled: Control = {
  id: 'KMS.RotationDisabled',
  title: 'KMS key is not rotated',
  why: 'The longer one key encrypts everything, the more is lost with it. With rotation KMS makes new key material every year and keeps the old for decrypting: nobody has to encrypt anything again.',
  resourceType: 'AwsKmsKey',
  covers: {
    // https://docs.aws.amazon.com/securityhub/latest/userguide/kms-controls.html#kms-4
    securityHub: ['KMS.4'],
    configRules: ['cmk-backing-key-rotation-enabled'],
    findingTypes: [],
    titles: [],
    prowler: ['kms_cmk_rotation_enabled'],
    checkov: ['CKV_AWS_7'],
  },
  reversible: true,
  settleSeconds: 30,
  permissions: {
    verify: ['kms:GetKeyRotationStatus', 'kms:ListKeys', 'sts:GetCallerIdentity'],
    automation: ['kms:DisableKeyRotation', 'kms:EnableKeyRotation'],
  },
  runbook: {
    owner: 'closeloop',
    documentName: 'Closeloop-KMSRotationDisabled',
    documentVersion: '1',
    file: 'runbook.yaml',
    parameters: (problem, roleArn) => ({
      KeyId: [problem.resource.name],
      AutomationAssumeRole: [roleArn],
    }),
    undo: {
      documentName: 'Closeloop-KMSRotationDisabled-Undo',
      documentVersion: '1',
      file: 'undo.yaml',
      parameters: undoParameters,
    },
  },
  verify,
};
