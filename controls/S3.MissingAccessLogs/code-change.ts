import { isExpression } from '../code-change.ts';
import type { CodeChange, Restriction, Value, View } from '../code-change.ts';
import { blocksOf, isOpaque, isSet, some } from '../effects.ts';

export const s3MissingAccessLogs: CodeChange = {
  control: 'S3.MissingAccessLogs',
  guidance:
    'Make the bucket write server access logs to a log bucket that the file names already, with a prefix of its own. A bucket never logs to itself. Add no bucket. Change nothing else.',
  terraform: {
    targetType: 'aws_s3_bucket',
    attributes: ['logging'],
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
      },
    ],
    checkov: ['CKV_AWS_18'],
    effect: (view) =>
      some([
        isOpaque(view.target, 'logging') ? 'unknown' : 'fail',
        ...terraformTargets(view).map((bucket) => isSet(bucket)),
      ]),
    restrict: (before, after) => restrictLoop(after, terraformTargets(after)),
  },
  cloudformation: {
    targetType: 'AWS::S3::Bucket',
    attributes: ['LoggingConfiguration'],
    companions: [],
    checkov: ['CKV_AWS_18'],
    effect: ({ target }) => {
      const given = target.get('LoggingConfiguration');
      // Without a destination, the bucket itself receives the logs.
      return some([
        isExpression(given) ? 'unknown' : 'fail',
        ...blocksOf(given).map((one) => isSet(one.get('DestinationBucketName'))),
      ]);
    },
    restrict: (before, after) =>
      restrictLoop(
        after,
        blocksOf(after.target.get('LoggingConfiguration')).map((one) =>
          one.get('DestinationBucketName'),
        ),
      ),
  },
};

function terraformTargets({ target, companions }: View): readonly (Value | undefined)[] {
  return [...blocksOf(target.get('logging')), ...companions('aws_s3_bucket_logging')].map((one) =>
    one.get('target_bucket'),
  );
}

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/ServerLogs.html: every log written would be logged again. */
function restrictLoop(
  { isName }: View,
  buckets: readonly (Value | undefined)[],
): Restriction | null {
  const loops = buckets.some((bucket) => bucket !== undefined && isName(bucket));
  return loops
    ? { code: 'LOG_LOOP', reason: 'The bucket would write its access logs to itself.' }
    : null;
}
