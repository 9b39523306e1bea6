import type { CodeChange, Shape, Value, View } from '../code-change.ts';
import { some } from '../effects.ts';
import { deniesInsecure, restrictPolicy } from './transport-policy.ts';

/** https://registry.terraform.io/providers/hashicorp/aws/latest/docs/data-sources/iam_policy_document */
const STATEMENT: Shape = {
  sid: null,
  effect: null,
  actions: null,
  not_actions: null,
  resources: null,
  not_resources: null,
  principals: { type: null, identifiers: null },
  not_principals: { type: null, identifiers: null },
  condition: { test: null, variable: null, values: null },
};

export const s3InsecureTransport: CodeChange = {
  control: 'S3.InsecureTransport',
  guidance:
    'Deny every S3 action on the bucket and its objects to everybody when aws:SecureTransport is false: one Deny statement with principal *, action s3:*, and both ARNs. Keep all statements of an existing policy as they are; add a policy only if the bucket has none. Change nothing else.',
  terraform: {
    targetType: 'aws_s3_bucket',
    attributes: ['policy'],
    companions: [
      { type: 'aws_s3_bucket_policy', link: 'bucket', attributes: ['policy'] },
      {
        type: 'data.aws_iam_policy_document',
        link: null,
        attributes: ['statement'],
        inside: { statement: STATEMENT },
      },
    ],
    checkov: [],
    effect: (view) => some(terraformPolicies(view).map((policy) => deniesInsecure(policy, view))),
    restrict: (before, after) =>
      restrictPolicy(terraformPolicies(before), terraformPolicies(after), after),
  },
  cloudformation: {
    targetType: 'AWS::S3::Bucket',
    attributes: [],
    companions: [{ type: 'AWS::S3::BucketPolicy', link: 'Bucket', attributes: ['PolicyDocument'] }],
    checkov: [],
    effect: (view) => some(templatePolicies(view).map((policy) => deniesInsecure(policy, view))),
    restrict: (before, after) =>
      restrictPolicy(templatePolicies(before), templatePolicies(after), after),
  },
};

function terraformPolicies({ target, companions }: View): readonly Value[] {
  const holders = [target, ...companions('aws_s3_bucket_policy')];
  return holders.flatMap((one) => one.get('policy') ?? []);
}

function templatePolicies({ companions }: View): readonly Value[] {
  return companions('AWS::S3::BucketPolicy').flatMap((one) => one.get('PolicyDocument') ?? []);
}
