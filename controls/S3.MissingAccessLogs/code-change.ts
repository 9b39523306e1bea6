import { isExpression } from '../code-change.ts';
import type { Attributes, CodeChange, Effect, Restriction, Value, View } from '../code-change.ts';
import { blocksOf, every, isOneOf, isOpaque, isSet, only, some } from '../effects.ts';
import { restrictSettings } from '../strictness.ts';
import type { Strictnesses } from '../strictness.ts';

export const s3MissingAccessLogs: CodeChange = {
  control: 'S3.MissingAccessLogs',
  guidance:
    'Make the bucket write server access logs to a log bucket that the file names already, with a prefix of its own. A bucket never logs to itself. Add no bucket. Change nothing else.',
  terraform: {
    targetType: 'aws_s3_bucket',
    attributes: ['logging'],
    inside: { logging: { target_bucket: null, target_prefix: null } },
    companions: [
      {
        type: 'aws_s3_bucket_logging',
        link: 'bucket',
        attributes: [
          'target_bucket',
          'target_prefix',
          'target_object_key_format',
          'expected_bucket_owner',
        ],
        inside: {
          target_object_key_format: {
            partitioned_prefix: { partition_date_source: null },
            simple_prefix: {},
          },
        },
      },
    ],
    checkov: ['CKV_AWS_18'],
    effect: (view) => {
      if (isOpaque(view.target, 'logging')) return 'unknown';
      const separate = view.companions('aws_s3_bucket_logging');
      return every([
        only(terraformTargets(view).map((bucket) => isSet(bucket))),
        // The provider requires a prefix, which may be empty.
        separate.every((one) => one.has('target_prefix')) ? 'pass' : 'fail',
        ...separate.map((one) => formatFits(one.get('target_object_key_format'), TERRAFORM)),
      ]);
    },
    restrict: (before, after) => restrictTargets(before, after, terraformTargets),
  },
  cloudformation: {
    targetType: 'AWS::S3::Bucket',
    attributes: ['LoggingConfiguration'],
    inside: {
      LoggingConfiguration: {
        DestinationBucketName: null,
        LogFilePrefix: null,
        TargetObjectKeyFormat: {
          PartitionedPrefix: { PartitionDateSource: null },
          SimplePrefix: {},
        },
      },
    },
    companions: [],
    checkov: ['CKV_AWS_18'],
    effect: ({ target }) => {
      const given = target.get('LoggingConfiguration');
      // Without a destination, the bucket itself receives the logs.
      const settings = blocksOf(given);
      return every([
        some([
          isExpression(given) ? 'unknown' : 'fail',
          ...settings.map((one) => isSet(one.get('DestinationBucketName'))),
        ]),
        ...settings.map((one) => formatFits(one.get('TargetObjectKeyFormat'), TEMPLATE)),
      ]);
    },
    restrict: (before, after) => restrictTargets(before, after, templateTargets),
  },
};

interface FormatNames {
  readonly simple: string;
  readonly partitioned: string;
  readonly date: string;
}

const TERRAFORM: FormatNames = {
  simple: 'simple_prefix',
  partitioned: 'partitioned_prefix',
  date: 'partition_date_source',
};
const TEMPLATE: FormatNames = {
  simple: 'SimplePrefix',
  partitioned: 'PartitionedPrefix',
  date: 'PartitionDateSource',
};

/** One of two formats, and of the second one of two dates. https://docs.aws.amazon.com/AmazonS3/latest/API/API_TargetObjectKeyFormat.html */
function formatFits(format: Value | undefined, { simple, partitioned, date }: FormatNames): Effect {
  if (isExpression(format)) return 'unknown';
  const settings = blocksOf(format);
  if (settings.some((one) => one.has(simple) === one.has(partitioned))) return 'fail';
  const dates = settings
    .flatMap((one) => blocksOf(one.get(partitioned)))
    .map((one) => one.get(date));
  return every(
    dates
      .filter((one) => one !== undefined)
      .map((one) => isOneOf(one, ['EventTime', 'DeliveryTime'])),
  );
}

function terraformTargets({ target, companions }: View): readonly (Value | undefined)[] {
  return [...blocksOf(target.get('logging')), ...companions('aws_s3_bucket_logging')].map((one) =>
    one.get('target_bucket'),
  );
}

function templateTargets({ target }: View): readonly (Value | undefined)[] {
  return blocksOf(target.get('LoggingConfiguration')).map((one) =>
    one.get('DestinationBucketName'),
  );
}

/** The blocks that can hold a logging setting. */
function holders({ target, companions }: View): readonly Attributes[] {
  const inline = [target.get('logging'), target.get('LoggingConfiguration')].flatMap(blocksOf);
  return [...inline, ...companions('aws_s3_bucket_logging')];
}

const SETTINGS: Strictnesses = {
  target_bucket: 'keeps',
  target_prefix: 'keeps',
  partition_date_source: 'keeps',
  expected_bucket_owner: 'keeps',
  DestinationBucketName: 'keeps',
  LogFilePrefix: 'keeps',
  PartitionDateSource: 'keeps',
};

/**
 * Logs go to a bucket that the file names, not to a made-up one, and never to the bucket itself: every log written
 * would be logged again. https://docs.aws.amazon.com/AmazonS3/latest/userguide/ServerLogs.html
 */
function restrictTargets(
  before: View,
  after: View,
  targetsOf: (view: View) => readonly (Value | undefined)[],
): Restriction | null {
  const buckets = targetsOf(after).filter((bucket) => bucket !== undefined);
  if (buckets.some((bucket) => after.isName(bucket))) {
    return { code: 'LOG_LOOP', reason: 'The bucket would write its access logs to itself.' };
  }
  const kept = targetsOf(before).map((bucket) => JSON.stringify(bucket));
  const faults = buckets
    .filter((bucket) => bucket !== '' && !kept.includes(JSON.stringify(bucket)))
    .map((bucket) => before.fault(bucket, 'bucket'));
  return (
    faults.find((fault) => fault !== null) ??
    restrictSettings(holders(before), holders(after), SETTINGS)
  );
}
