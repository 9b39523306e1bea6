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
      every([
        isTrue(target.get('enable_key_rotation')),
        isDefault(target, 'customer_master_key_spec', 'SYMMETRIC_DEFAULT'),
        isDefault(target, 'key_usage', 'ENCRYPT_DECRYPT'),
        ['custom_key_store_id', 'xks_key_id'].some((name) => target.has(name)) ? 'fail' : 'pass',
      ]),
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
      every([
        isTrue(target.get('EnableKeyRotation')),
        isDefault(target, 'KeySpec', 'SYMMETRIC_DEFAULT'),
        isDefault(target, 'KeyUsage', 'ENCRYPT_DECRYPT'),
        isDefault(target, 'Origin', 'AWS_KMS'),
      ]),
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

function isDefault(target: Attributes, name: string, usual: string): Effect {
  return target.has(name) ? isOneOf(target.get(name), [usual]) : 'pass';
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
