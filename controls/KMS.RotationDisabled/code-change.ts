import { isExpression } from '../code-change.ts';
import type { Attributes, CodeChange, Effect, Restriction, Value } from '../code-change.ts';
import { every, isOneOf, isTrue } from '../effects.ts';

/** Only symmetric encryption keys whose material KMS made itself can rotate: https://docs.aws.amazon.com/kms/latest/developerguide/rotate-keys.html */
export const kmsRotationDisabled: CodeChange = {
  control: 'KMS.RotationDisabled',
  guidance: 'Enable automatic rotation of the key. Change nothing else.',
  terraform: {
    targetType: 'aws_kms_key',
    attributes: ['enable_key_rotation', 'rotation_period_in_days'],
    companions: [],
    checkov: ['CKV_AWS_7'],
    effect: ({ target }) =>
      every([isTrue(target.get('enable_key_rotation')), canRotate(target, TERRAFORM)]),
    unfit: ({ target }) => whyUnfit(target, TERRAFORM),
    restrict: (before, after) =>
      restrictPeriod(
        before.target.get('rotation_period_in_days'),
        after.target.get('rotation_period_in_days'),
      ),
    mechanical: {
      companion: null,
      lines: ['enable_key_rotation = true'],
      unless: ['enable_key_rotation'],
    },
  },
  cloudformation: {
    targetType: 'AWS::KMS::Key',
    attributes: ['EnableKeyRotation', 'RotationPeriodInDays'],
    companions: [],
    checkov: ['CKV_AWS_7'],
    effect: ({ target }) =>
      every([isTrue(target.get('EnableKeyRotation')), canRotate(target, TEMPLATE)]),
    unfit: ({ target }) => whyUnfit(target, TEMPLATE),
    restrict: (before, after) =>
      restrictPeriod(
        before.target.get('RotationPeriodInDays'),
        after.target.get('RotationPeriodInDays'),
      ),
    mechanical: {
      companion: null,
      lines: ['EnableKeyRotation: true'],
      unless: ['EnableKeyRotation'],
    },
  },
};

/** Whether a setting is one with which a key can rotate, and what it says of a key that cannot. */
interface Needed {
  readonly is: (value: Value) => Effect;
  readonly else: string;
}

const SYMMETRIC: Needed = {
  is: (value) => isOneOf(value, ['SYMMETRIC_DEFAULT']),
  else: 'is no symmetric key',
};
const ENCRYPTS: Needed = {
  is: (value) => isOneOf(value, ['ENCRYPT_DECRYPT']),
  else: 'is no key for encryption',
};
const ENABLED: Needed = { is: (value) => isTrue(value), else: 'is disabled' };
const NO_STORE: Needed = {
  is: (value) => (isExpression(value) ? 'unknown' : 'fail'),
  else: 'is in a custom key store',
};
const OWN_MATERIAL: Needed = {
  is: (value) => isOneOf(value, ['AWS_KMS']),
  else: 'has key material that KMS did not make',
};

type AllNeeded = Readonly<Record<string, Needed>>;

/** https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/kms_key */
const TERRAFORM: AllNeeded = {
  customer_master_key_spec: SYMMETRIC,
  key_usage: ENCRYPTS,
  is_enabled: ENABLED,
  custom_key_store_id: NO_STORE,
  xks_key_id: NO_STORE,
};

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-kms-key.html */
const TEMPLATE: AllNeeded = {
  KeySpec: SYMMETRIC,
  KeyUsage: ENCRYPTS,
  Enabled: ENABLED,
  Origin: OWN_MATERIAL,
};

function canRotate(target: Attributes, needed: AllNeeded): Effect {
  return every(Object.entries(needed).map(([name, { is }]) => given(target, name, is)));
}

/** KMS refuses to rotate a disabled key too. https://docs.aws.amazon.com/kms/latest/APIReference/API_EnableKeyRotation.html */
function whyUnfit(target: Attributes, needed: AllNeeded): string | null {
  const wrong = Object.entries(needed).find(([name, { is }]) => given(target, name, is) === 'fail');
  return wrong === undefined ? null : `${wrong[1].else}, so KMS cannot rotate it automatically`;
}

/** What is not set, or is null, has its default. */
function given(target: Attributes, name: string, is: Needed['is']): Effect {
  const value = target.get(name);
  return value === undefined || value === null ? 'pass' : is(value);
}

/** An existing period stays or gets shorter; a new one is at most the year that KMS takes without one. */
function restrictPeriod(before: Value | undefined, after: Value | undefined): Restriction | null {
  if (JSON.stringify(before) === JSON.stringify(after)) return null;
  const days = wholeDays(after);
  const most = before === undefined ? 365 : wholeDays(before);
  // https://docs.aws.amazon.com/kms/latest/developerguide/rotate-keys.html#rotation-period
  if (days !== null && most !== null && days >= 90 && days <= most) return null;
  return { code: 'UNRELATED_ATTRIBUTE', reason: 'The answer changes the rotation period.' };
}

/** Null for what is no whole number. */
function wholeDays(value: Value | undefined): number | null {
  const days = typeof value === 'number' || typeof value === 'string' ? Number(value) : Number.NaN;
  return Number.isInteger(days) ? days : null;
}
