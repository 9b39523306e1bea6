import { isExpression } from '../code-change.ts';
import type { Attributes, CodeChange, Restriction, Value } from '../code-change.ts';
import { blocksOf, isOneOf, isOpaque, isTrue, only, some } from '../effects.ts';
import { restrictSettings } from '../strictness.ts';

export const s3MissingVersioning: CodeChange = {
  control: 'S3.MissingVersioning',
  guidance: 'Enable versioning of the bucket. Leave MFA delete as it is, and change nothing else.',
  terraform: {
    targetType: 'aws_s3_bucket',
    attributes: ['versioning'],
    inside: { versioning: { enabled: null, mfa_delete: null } },
    companions: [
      {
        type: 'aws_s3_bucket_versioning',
        link: 'bucket',
        attributes: ['versioning_configuration', 'expected_bucket_owner'],
        inside: { versioning_configuration: { status: null, mfa_delete: null } },
      },
    ],
    checkov: ['CKV_AWS_21'],
    effect: ({ target, companions }) => {
      const separate = companions('aws_s3_bucket_versioning');
      const opaque =
        isOpaque(target, 'versioning') ||
        separate.some((one) => isOpaque(one, 'versioning_configuration'));
      if (opaque) return 'unknown';
      return only([
        ...blocksOf(target.get('versioning')).map((one) => isTrue(one.get('enabled'))),
        ...configurations(separate).map((one) => isOneOf(one.get('status'), ['Enabled'])),
      ]);
    },
    restrict: (before, after) => {
      const read = ({ target, companions }: typeof before) => [
        ...blocksOf(target.get('versioning')),
        ...configurations(companions('aws_s3_bucket_versioning')),
      ];
      const owner = { expected_bucket_owner: 'keeps' } as const;
      const [old, now] = [before, after].map(({ companions }) =>
        companions('aws_s3_bucket_versioning'),
      );
      return (
        restrictMfa(read(before), read(after)) ?? restrictSettings(old ?? [], now ?? [], owner)
      );
    },
    mechanical: {
      companion: { type: 'aws_s3_bucket_versioning', link: 'bucket' },
      lines: ['versioning_configuration {', '  status = "Enabled"', '}'],
      unless: ['versioning'],
      inline: { companion: null, lines: ['versioning {', '  enabled = true', '}'] },
    },
  },
  cloudformation: {
    targetType: 'AWS::S3::Bucket',
    attributes: ['VersioningConfiguration'],
    inside: { VersioningConfiguration: { Status: null } },
    companions: [],
    checkov: ['CKV_AWS_21'],
    effect: ({ target }) => {
      const given = target.get('VersioningConfiguration');
      return some([
        isExpression(given) ? 'unknown' : 'fail',
        ...blocksOf(given).map((one) => isOneOf(one.get('Status'), ['Enabled'])),
      ]);
    },
    mechanical: {
      companion: null,
      lines: ['VersioningConfiguration:', '  Status: Enabled'],
      unless: ['VersioningConfiguration'],
    },
  },
};

function configurations(separate: readonly Attributes[]): readonly Attributes[] {
  return separate.flatMap((one) => blocksOf(one.get('versioning_configuration')));
}

/** MFA delete can be changed only with the root user's device: an apply would fail, or a protection would be lost. */
function restrictMfa(
  before: readonly Attributes[],
  after: readonly Attributes[],
): Restriction | null {
  if (mfaDeletes(before) === mfaDeletes(after)) return null;
  return { code: 'WEAKENED', reason: 'The answer changes MFA delete.' };
}

function isOn(value: Value | undefined): boolean {
  return value !== undefined && value !== null && value !== false && value !== 'Disabled';
}

function mfaDeletes(blocks: readonly Attributes[]): string {
  return JSON.stringify(blocks.map((one) => one.get('mfa_delete')).filter(isOn));
}
