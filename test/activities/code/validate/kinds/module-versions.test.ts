/** Calls of public modules: which module, and in which versions. */
import { declareFixes } from './judge.ts';
import { PUBLIC, VERSIONS, bucket, FLAGS, VERSIONED } from './module-samples.ts';

const fix = declareFixes({ path: 'main.tf' });

// Which call it is.
const NEWV = (name: string) =>
  [bucket('', '4.1.2', name), bucket(VERSIONED, '4.1.2', name)] as const;
for (const [what, [before, after], right] of [
  ['another literal name', NEWV('"acme-other"'), false],
  ['a name that fits', NEWV('"${var.prefix}-data"'), true],
  [
    'the name in a local',
    [
      `locals {\n  n = "acme-data"\n}\n${NEWV('local.n')[0]}`,
      `locals {\n  n = "acme-data"\n}\n${NEWV('local.n')[1]}`,
    ],
    true,
  ],
  [
    'another name in a local',
    [
      `locals {\n  n = "acme-logs"\n}\n${NEWV('local.n')[0]}`,
      `locals {\n  n = "acme-logs"\n}\n${NEWV('local.n')[1]}`,
    ],
    false,
  ],
] as const) {
  const vars = 'variable "prefix" {\n  type = string\n}\n\n';
  fix(`a call with ${what}`, [VERSIONS, vars + before, vars + after], right ? 'right' : 'wrong');
}

// Sources that only look like it.
for (const source of [
  'terraform-aws-module/s3-bucket/aws',
  'terraform-aws-modules/s3-buckets/aws',
  'Terraform-AWS-Modules/s3-bucket/aws',
  'terraform-aws-modules/s3-bucket/aws//modules/object',
  'git::https://github.com/evil/terraform-aws-s3-bucket.git?ref=v4.1.2',
  'git::https://github.com/terraform-aws-modules/terraform-aws-s3-bucket.git?ref=main',
  'app.terraform.io/terraform-aws-modules/s3-bucket/aws',
  './terraform-aws-modules/s3-bucket/aws',
  '${var.registry}/terraform-aws-modules/s3-bucket/aws',
]) {
  const of = (text: string) => text.replace('terraform-aws-modules/s3-bucket/aws', () => source);
  fix(
    `an input of a call of ${source}`,
    [VERSIONS, of(bucket('')), of(bucket(VERSIONED))],
    'wrong',
  );
}
fix(
  'an input of a call with the registry named',
  [
    VERSIONS,
    ...[bucket(''), bucket(VERSIONED)].map((one) =>
      one.replace('"terraform-aws', '"registry.terraform.io/terraform-aws'),
    ),
  ] as unknown as [string, string, string],
  'right',
);

// Versions: each that a constraint allows has to be known.
for (const [version, right] of [
  ['5.15.4', true],
  ['v5.2.0', true],
  ['~> 4.0', true],
  ['~> 3.15.1', true],
  ['>= 3.0, < 5.0', true],
  ['>= 4.0.0, != 4.2.0, < 5.0.0', true],
  ['>= 3.0', false],
  ['~> 4', false],
  ['> 4.0', false],
  ['~> 1.0', false],
  ['0.0.1', false],
  ['< 4.0', false],
  ['7.0.0', false],
  ['4.0.0-beta1', false],
  ['latest', false],
  ['', false],
] as const) {
  fix(
    `an input of a module in version '${version}'`,
    [VERSIONS, bucket('', version), bucket(VERSIONED, version)],
    right ? 'right' : 'wrong',
  );
}
const UNVERSIONED = (text: string) => text.replace(/ {2}version = .*\n/, '');
fix(
  'an input of a module without a version',
  [VERSIONS, UNVERSIONED(bucket('')), UNVERSIONED(bucket(VERSIONED))],
  'wrong',
);
fix(
  'a version that the answer changes',
  [VERSIONS, bucket('', '4.1.2'), bucket(VERSIONED, '4.2.0')],
  'wrong',
);
// The flags are on by default since 3.9.0.
for (const [version, right] of [
  ['3.8.2', true],
  ['~> 3.0', true],
  ['3.9.0', false],
  ['~> 5.0', false],
] as const) {
  fix(
    `four flags that were not set in version ${version}`,
    [PUBLIC, bucket('', version), bucket(FLAGS, version)],
    right ? 'right' : 'wrong',
  );
  fix(
    `three flags that were not set in version ${version}`,
    [PUBLIC, bucket('', version), bucket(FLAGS.replace(/.*acls .*\n/, ''), version)],
    'wrong',
  );
}
fix(
  'one flag that was off, the others by default',
  [
    PUBLIC,
    bucket('  block_public_acls = false\n', '4.1.2'),
    bucket('  block_public_acls = true\n', '4.1.2'),
  ],
  'right',
);
