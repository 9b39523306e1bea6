/** Calls of public modules: the fix is an input, judged by what the module makes of it. */
import { declareFixes } from './judge.ts';
import {
  PUBLIC,
  VERSIONS,
  ENCRYPTED,
  KMS,
  TLS,
  LOGS,
  bucket,
  FLAGS,
  VERSIONED,
  SSE,
  AES,
  DENIED,
  TARGET,
  DOCUMENT,
} from './module-samples.ts';

const fix = declareFixes({ path: 'main.tf' });

// The plain fixes.
for (const [what, control, before, after] of [
  ['the four flags', PUBLIC, FLAGS.replaceAll('true', 'false'), FLAGS],
  ['a versioning map', VERSIONS, '', VERSIONED],
  ['versioning by its status', VERSIONS, '', '  versioning = {\n    status = "Enabled"\n  }\n'],
  ['versioning that was off', VERSIONS, VERSIONED.replace('true', 'false'), VERSIONED],
  ['versioning in quotes', VERSIONS, '', VERSIONED.replace('true', '"true"')],
  ['an encryption rule', ENCRYPTED, '', AES],
  ['a KMS rule of the AWS key', KMS, AES, SSE('        sse_algorithm = "aws:kms"')],
  ['the denial of plain HTTP', TLS, '', DENIED],
  [
    'the denial beside one of old TLS',
    TLS,
    '  attach_require_latest_tls_policy = true\n',
    `  attach_require_latest_tls_policy = true\n${DENIED}`,
  ],
] as const) {
  fix(`${what} in a module call`, [control, bucket(before), bucket(after)], 'right');
}

// What does not fix, or does more.
for (const [what, control, before, after] of [
  [
    'three of four flags',
    PUBLIC,
    FLAGS.replaceAll('true', 'false'),
    FLAGS.replace('true', 'false'),
  ],
  [
    'no access block at all',
    PUBLIC,
    FLAGS.replaceAll('true', 'false'),
    `${FLAGS}  attach_public_policy = false\n`,
  ],
  ['a misspelt key', VERSIONS, '', '  versioning = {\n    enable = true\n  }\n'],
  [
    'a misspelt key beside the right one',
    VERSIONS,
    '',
    '  versioning = {\n    enabled  = true\n    mfa_delte = true\n  }\n',
  ],
  [
    'a key that wins over the right one',
    VERSIONS,
    '',
    '  versioning = {\n    status  = "Enabled"\n    enabled = false\n  }\n',
  ],
  [
    'versioning encoded as JSON',
    VERSIONS,
    '',
    '  versioning = jsondecode("{\\"enabled\\":true}")\n',
  ],
  ['a block in place of a map', VERSIONS, '', '  versioning {\n    enabled = true\n  }\n'],
  [
    'MFA delete beside it',
    VERSIONS,
    '',
    '  versioning = {\n    enabled    = true\n    mfa_delete = true\n  }\n',
  ],
  ['an unknown algorithm', ENCRYPTED, '', AES.replace('AES256', 'AES512')],
  [
    'the rule one level too high',
    ENCRYPTED,
    '',
    '  server_side_encryption_configuration = {\n    apply_server_side_encryption_by_default = {\n      sse_algorithm = "AES256"\n    }\n  }\n',
  ],
  [
    'a made-up key',
    KMS,
    AES,
    SSE('        sse_algorithm     = "aws:kms"\n        kms_master_key_id = aws_kms_key.none.arn'),
  ],
  [
    'a key of another account',
    KMS,
    AES,
    SSE(
      '        sse_algorithm     = "aws:kms"\n        kms_master_key_id = "arn:aws:kms:eu-west-1:999988887777:key/0a1b2c3d-0000-4000-8000-000000000001"',
    ),
  ],
  [
    'another module source',
    VERSIONS,
    '',
    '  versioning = {\n    enabled = true\n  }\n  source2 = "x"\n',
  ],
  [
    'a public ACL beside it',
    PUBLIC,
    FLAGS.replaceAll('true', 'false'),
    `${FLAGS}  acl = "public-read"\n`,
  ],
  ['force_destroy beside it', VERSIONS, '', `${VERSIONED}  force_destroy = true\n`],
  ['count beside it', VERSIONS, '', `${VERSIONED}  count = 1\n`],
  [
    'a null in place of a flag',
    PUBLIC,
    FLAGS.replaceAll('true', 'false'),
    FLAGS.replace('= true', '= null'),
  ],
  ['an undeclared variable', VERSIONS, '', '  versioning = {\n    enabled = var.versioning\n  }\n'],
] as const) {
  fix(`${what} in a module call`, [control, bucket(before), bucket(after)], 'wrong');
}

// Values from variables.
for (const [what, declared, right] of [
  ['true by default', 'variable "on" {\n  type    = bool\n  default = true\n}\n', true],
  ['false by default', 'variable "on" {\n  type    = bool\n  default = false\n}\n', false],
  ['without a default', 'variable "on" {\n  type = bool\n}\n', false],
] as const) {
  const after = bucket('  versioning = {\n    enabled = var.on\n  }\n');
  fix(
    `a variable that is ${what}`,
    [VERSIONS, declared + bucket(''), declared + after],
    right ? 'right' : 'wrong',
  );
}

// Access logs and policies.
for (const [what, target, right] of [
  ['a log bucket', 'aws_s3_bucket.logs.id', true],
  ['a public bucket', 'aws_s3_bucket.site.id', false],
  ['an ARN', 'aws_s3_bucket.logs.arn', false],
  ['itself', 'module.data.s3_bucket_id', false],
  ['its own name', '"acme-data"', false],
  ['a bucket that nothing makes', '"acme-nowhere"', false],
  ['nothing', '""', false],
] as const) {
  const lines = `  logging = {\n    target_bucket = ${target}\n    target_prefix = "data/"\n  }\n`;
  fix(
    `a call that logs to ${what}`,
    [LOGS, TARGET + bucket(''), TARGET + bucket(lines)],
    right ? 'right' : 'wrong',
  );
}
const ATTACHED =
  '  attach_policy = true\n  policy        = data.aws_iam_policy_document.data.json\n';
fix(
  'the denial beside a policy of its own',
  [TLS, DOCUMENT + bucket(ATTACHED), DOCUMENT + bucket(ATTACHED + DENIED)],
  'right',
);
fix(
  'the denial in place of a policy',
  [TLS, DOCUMENT + bucket(ATTACHED), DOCUMENT + bucket(DENIED)],
  'wrong',
);
