import { z } from 'zod';

import type { Problem } from '../../domain/finding.ts';
import type { AutomationParameters, Control } from '../control.ts';
import { ownRunbook, undoParameters } from '../runbook.ts';
import { changes } from './live-change.ts';
import { verify } from './verify.ts';

/** The runbook runs only on a key that does not rotate, so that is what undoing restores. */
const undo = undoParameters(
  {
    control: 'KMS.RotationDisabled',
    schema: z.object({ rotation: z.literal(false) }),
    fault: 'expected a recorded pre-state without rotation',
  },
  keyParameters,
);

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
    prowler: ['kms_cmk_rotation_enabled', 'check28', 'check208'],
    checkov: ['CKV_AWS_7'],
  },
  reversible: true,
  settleSeconds: 30,
  permissions: {
    verify: [
      'kms:DescribeKey',
      'kms:GetKeyRotationStatus',
      'kms:ListKeys',
      'sts:GetCallerIdentity',
    ],
    automation: ['kms:DisableKeyRotation', 'kms:EnableKeyRotation'],
  },
  runbook: ownRunbook('Closeloop-KMSRotationDisabled', keyParameters, undo),
  verify,
  changes,
};

function keyParameters({ resource }: Problem, roleArn: string): AutomationParameters {
  return { KeyId: [resource.name], AutomationAssumeRole: [roleArn] };
}
