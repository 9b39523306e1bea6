/** Comments that tell a scanner to look away, whichever scanner it is. */
import assert from 'node:assert/strict';

import { canonicalDiff } from '../../../../activities/code/validate/diff/canonical.ts';
import { isRejection } from '../../../../activities/code/validate/rejection.ts';
import { validate } from '../../../../activities/code/validate/validate.ts';
import { languages } from '../languages.ts';

const BEFORE = 'resource "aws_s3_bucket" "logs" {\n  bucket = "payments-logs"\n}\n';

/** A right fix of S3.PublicAccess with this line in it; null where it is accepted, else the code of its rejection. */
async function codeOf(line: string): Promise<string | null> {
  const names = ['block_public_acls', 'block_public_policy', 'ignore_public_acls'];
  const block = [
    'resource "aws_s3_bucket_public_access_block" "logs" {',
    line,
    '  bucket = aws_s3_bucket.logs.id',
    ...[...names, 'restrict_public_buckets'].map((name) => `  ${name} = true`),
    '}',
  ];
  const result = await validate(
    {
      answer: canonicalDiff('main.tf', BEFORE, `${BEFORE}\n${block.join('\n')}\n`).text,
      source: Buffer.from(BEFORE),
      paths: ['main.tf'],
      control: 'S3.PublicAccess',
      account: '111122223333',
      siblings: [],
      target: {
        address: null,
        resourceName: 'payments-logs',
        region: 'eu-west-1',
        tags: new Map(),
      },
    },
    languages,
  );
  return isRejection(result) ? result.code : null;
}

const SUPPRESSIONS = [
  '#checkov:skip=CKV_AWS_53:known',
  '# bridgecrew:skip=BC_AWS_S3_19',
  '# cortex:skip=CKV_AWS_53',
  '#tfsec:ignore:aws-s3-block-public-acls',
  '# trivy:ignore:AVD-AWS-0086',
  '#ts:skip=AC_AWS_0210 known',
  '# ts:minseverity=High',
  '# snyk:ignore SNYK-CC-TF-45',
  '# nosemgrep: terraform.aws.s3',
  '# nosem',
  '# kics-scan ignore-block',
  '# kics ignore-line',
  '# tflint-ignore: aws_s3_bucket_invalid_acl',
  '# tflint-ignore-file: all',
  '# regula-ignore: FG_R00229',
  '# regula:ignore',
  '# NOSONAR',
  '  # known // nosonar because the site is public',
  '# sonar-disable S6281',
  '# horusec ignore',
  '# hadolint ignore=DL3006',
  '# yamllint disable',
  '# wiz-ignore',
  '# orca:ignore',
  '# aikido-ignore',
  '# bearer:disable terraform_lang',
  '# datree.skip/S3',
  '# gitleaks:allow',
  '# trufflehog:ignore',
  '# ggignore',
  '# pragma: allowlist secret',
  '# noinspection HILUnresolvedReference',
  '# noqa: E501',
  '# nolint:gosec',
  '# codeql[aws/public-bucket]',
  '# lgtm [aws/public-bucket]',
  '# cfn_nag: W35',
  '# cdk_nag AwsSolutions-S1',
  '# terrascan:skip',
  '# driftctl-ignore',
  '# newscanner:ignore S3-1',
  '// newscanner-disable',
];

const HARMLESS = [
  '# Managed by platform; do not skip the review.',
  '# Public access stays blocked.',
  '# see https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html',
];

describe('the validator, about words that switch a scanner off', () => {
  for (const line of SUPPRESSIONS)
    it(`the validator rejects a fix that adds ${line.trim()}`, async () => {
      assert.equal(await codeOf(line), 'SUPPRESSION');
    });

  for (const line of HARMLESS)
    it(`the validator accepts a fix that adds ${line.slice(0, 40)}`, async () => {
      assert.equal(await codeOf(line), null);
    });
});
