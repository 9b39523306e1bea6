/** Answers that look like the fix of a module call and are none, and files that hide what a call does. */
import { declareFixes } from './judge.ts';
import {
  AES,
  bucket,
  DENIED,
  DOCUMENT,
  ENCRYPTED,
  FLAGS,
  KMS,
  LOGS,
  off,
  PUBLIC,
  SSE,
  TARGET,
  TLS,
  VERSIONED,
  VERSIONS,
} from './module-samples.ts';

const fix = declareFixes({ path: 'main.tf' });

const map = (inside: string) => `  versioning = ${inside}\n`;
for (const [what, after] of [
  ['a key given twice', '{\n    enabled = true\n    enabled = false\n  }'],
  ['a key given twice, once in quotes', '{\n    "enabled" = true\n    enabled   = false\n  }'],
  ['a computed key', '{\n    (var.key) = true\n  }'],
  ['a computed key beside the right one', '{\n    enabled   = true\n    (var.key) = false\n  }'],
  ['a merged map', 'merge({ enabled = true }, var.more)'],
  ['a conditional map', 'var.on ? { enabled = true } : {}'],
  ['a negated variable', '{\n    enabled = !var.on\n  }'],
  ['the value of each', '{\n    enabled = each.value.versioned\n  }'],
  ['a list of maps', '[{\n    enabled = true\n  }]'],
  ['an empty map', '{}'],
  ['a number', '{\n    enabled = 1\n  }'],
  ['a word', '"Enabled"'],
  ['a text of a map', '"{ enabled = true }"'],
  ['suspended status', '{\n    status = "Suspended"\n  }'],
  ['a status that AWS does not know', '{\n    status = "On"\n  }'],
  ['a comment', '{\n    # enabled = true\n  }'],
  ['a file', '{\n    enabled = tobool(file("on.txt"))\n  }'],
] as const) {
  const head =
    'variable "key" {\n  type = string\n}\n\nvariable "more" {\n  type = map(string)\n}\n\nvariable "on" {\n  type = bool\n}\n\n';
  fix(
    `versioning of a call by ${what}`,
    [VERSIONS, head + bucket(''), head + bucket(map(after))],
    'wrong',
  );
}

// Other places of the file, and of the call.
const good = bucket(VERSIONED);
for (const [what, before, after] of [
  ['renames the call', bucket(''), good.replace('"data" {', '"logs" {')],
  ['adds a second call', bucket(''), `${bucket('')}\n${good.replace('"data" {', '"more" {')}`],
  ['changes the source', bucket(''), good.replace('terraform-aws-modules', 'acme')],
  ['widens the version', bucket(''), good.replace('"4.1.2"', '">= 4.1.2"')],
  ['drops the version', bucket(''), good.replace(/ {2}version = .*\n/, '')],
  ['changes the bucket', bucket(''), good.replace('acme-data', 'acme-data2')],
  ['adds providers', bucket(''), bucket(`${VERSIONED}  providers = {\n    aws = aws.us\n  }\n`)],
  ['adds depends_on', bucket(''), bucket(`${VERSIONED}  depends_on = [aws_s3_bucket.x]\n`)],
  ['switches the call off', bucket(''), bucket(`${VERSIONED}  create_bucket = false\n`)],
  ['drops the tags', bucket(''), good.replace(/ {2}tags = \{\n.*\n {2}\}\n/, '')],
  ['opens the bucket', bucket(''), bucket(`${VERSIONED}  block_public_acls = false\n`)],
  [
    'adds an override of a moved block',
    bucket(''),
    `${good}moved {\n  from = module.data\n  to   = module.old\n}\n`,
  ],
] as const) {
  fix(`the right input where the answer also ${what}`, [VERSIONS, before, after], 'wrong');
}

// Settings of a call that a fix may not loosen.
const PRIVATE = (lines: string) => bucket(lines, '3.8.2');
const GRANT = (uri: string) =>
  `  grant = [{\n    type       = "Group"\n    permission = "READ"\n    uri        = "http://acs.amazonaws.com/groups/${uri}"\n  }]\n`;
for (const [what, control, before, after, right] of [
  [
    'drops the ACL of a log bucket',
    PUBLIC,
    PRIVATE(`  acl = "log-delivery-write"\n${off(FLAGS)}`),
    PRIVATE(FLAGS),
    false,
  ],
  [
    'makes a public ACL private',
    PUBLIC,
    PRIVATE(`  acl = "public-read"\n${off(FLAGS)}`),
    PRIVATE(`  acl = "private"\n${FLAGS}`),
    true,
  ],
  [
    'leaves a public ACL',
    PUBLIC,
    PRIVATE(`  acl = "public-read"\n${off(FLAGS)}`),
    PRIVATE(`  acl = "public-read"\n${FLAGS}`),
    false,
  ],
  [
    'leaves a public grant',
    PUBLIC,
    PRIVATE(GRANT('global/AllUsers') + off(FLAGS)),
    PRIVATE(GRANT('global/AllUsers') + FLAGS),
    false,
  ],
  [
    'leaves grants encoded as JSON',
    PUBLIC,
    PRIVATE(`  grant = jsonencode([])\n${off(FLAGS)}`),
    PRIVATE(`  grant = jsonencode([])\n${FLAGS}`),
    false,
  ],
  [
    'keeps a grant to the log service',
    PUBLIC,
    PRIVATE(GRANT('s3/LogDelivery') + off(FLAGS)),
    PRIVATE(GRANT('s3/LogDelivery') + FLAGS),
    true,
  ],
  [
    'drops a grant to the log service',
    PUBLIC,
    PRIVATE(GRANT('s3/LogDelivery') + off(FLAGS)),
    PRIVATE(FLAGS),
    false,
  ],
  [
    'attaches the access block',
    PUBLIC,
    bucket('  attach_public_policy = false\n'),
    bucket('  attach_public_policy = true\n'),
    true,
  ],
  [
    'attaches it by a variable',
    PUBLIC,
    `variable "on" {\n  type = bool\n}\n\n${bucket('  attach_public_policy = false\n')}`,
    `variable "on" {\n  type = bool\n}\n\n${bucket('  attach_public_policy = var.on\n')}`,
    false,
  ],
  [
    'drops MFA delete',
    VERSIONS,
    bucket(map('{\n    enabled    = false\n    mfa_delete = true\n  }')),
    bucket(VERSIONED),
    false,
  ],
  [
    'keeps MFA delete',
    VERSIONS,
    bucket(map('{\n    enabled    = false\n    mfa_delete = true\n  }')),
    bucket(map('{\n    enabled    = true\n    mfa_delete = true\n  }')),
    true,
  ],
  [
    'switches the bucket key off',
    KMS,
    bucket(AES.replace('    rule = {\n', '    rule = {\n      bucket_key_enabled = true\n')),
    bucket(SSE('        sse_algorithm = "aws:kms"')),
    false,
  ],
  [
    'has two rules',
    ENCRYPTED,
    bucket(''),
    bucket(
      '  server_side_encryption_configuration = {\n    rule = [\n      { apply_server_side_encryption_by_default = { sse_algorithm = "AES256" } },\n      { apply_server_side_encryption_by_default = { sse_algorithm = "none" } },\n    ]\n  }\n',
    ),
    false,
  ],
  [
    'has one rule in a list',
    ENCRYPTED,
    bucket(''),
    bucket(
      '  server_side_encryption_configuration = {\n    rule = [\n      { apply_server_side_encryption_by_default = { sse_algorithm = "AES256" } },\n    ]\n  }\n',
    ),
    true,
  ],
  [
    'gives AES256 a key',
    ENCRYPTED,
    bucket(''),
    bucket(SSE('        sse_algorithm     = "AES256"\n        kms_master_key_id = "alias/aws/s3"')),
    false,
  ],
  [
    'stops attaching its policy',
    TLS,
    DOCUMENT +
      bucket('  attach_policy = true\n  policy        = data.aws_iam_policy_document.data.json\n'),
    DOCUMENT +
      bucket(
        `  attach_policy = false\n  policy        = data.aws_iam_policy_document.data.json\n${DENIED}`,
      ),
    false,
  ],
  [
    'denies by a variable',
    TLS,
    `variable "tls" {\n  type = bool\n}\n\n${bucket('')}`,
    `variable "tls" {\n  type = bool\n}\n\n${bucket('  attach_deny_insecure_transport_policy = var.tls\n')}`,
    false,
  ],
  [
    'only requires new TLS',
    TLS,
    bucket(''),
    bucket('  attach_require_latest_tls_policy = true\n'),
    false,
  ],
  [
    'gives a policy without attaching it',
    TLS,
    bucket(''),
    bucket('  policy = jsonencode({ Statement = [] })\n'),
    false,
  ],
  [
    'drops the prefix of its logs',
    LOGS,
    TARGET + bucket('  logging = {\n    target_bucket = ""\n    target_prefix = "data/"\n  }\n'),
    TARGET + bucket('  logging = {\n    target_bucket = aws_s3_bucket.logs.id\n  }\n'),
    false,
  ],
  [
    'logs by a map of a variable',
    LOGS,
    `variable "logging" {\n  type = map(string)\n}\n\n${bucket('')}`,
    `variable "logging" {\n  type = map(string)\n}\n\n${bucket('  logging = var.logging\n')}`,
    false,
  ],
] as const) {
  fix(`a call whose answer ${what}`, [control, before, after], right ? 'right' : 'wrong');
}
fix(
  'a log bucket of another provider',
  [
    LOGS,
    ...[
      '',
      '  logging = {\n    target_bucket = aws_s3_bucket.logs.id\n    target_prefix = "d/"\n  }\n',
    ].map((lines) => TARGET + bucket(`${lines}  providers = {\n    aws = aws.us\n  }\n`)),
  ] as unknown as [string, string, string],
  'wrong',
);

// Terraform's JSON.
const json = (
  inputs: Readonly<Record<string, unknown>>,
  source = 'terraform-aws-modules/s3-bucket/aws',
) =>
  `${JSON.stringify({ module: { data: { source, version: '4.1.2', bucket: 'acme-data', ...inputs } } }, null, 2)}\n`;
for (const [what, inputs, right] of [
  ['a map', { versioning: { enabled: true } }, true],
  ['an expression', { versioning: '${var.versioning}' }, false],
  ['an encoded map', { versioning: '{"enabled":true}' }, false],
  ['a misspelt map', { versionning: { enabled: true } }, false],
] as const) {
  fix(
    `versioning of a call in JSON by ${what}`,
    [VERSIONS, json({}), json(inputs)],
    right ? 'right' : 'wrong',
    { path: 'main.tf.json' },
  );
}
fix(
  'versioning of a call in JSON of a fork',
  [
    VERSIONS,
    json({}, 'acme/s3-bucket/aws'),
    json({ versioning: { enabled: true } }, 'acme/s3-bucket/aws'),
  ],
  'wrong',
  { path: 'main.tf.json' },
);

// Which bucket a call makes.
for (const [what, name, right] of [
  ['a prefix', 'bucket_prefix = "acme-"', true],
  ['another prefix', 'bucket_prefix = "other-"', false],
  ['no name', 'force_destroy = false', false],
  ['a name from a variable', 'bucket = var.name', true],
  ['a name of another variable default', 'bucket = var.other', false],
  ['a null name', 'bucket = null', false],
  ['the name of another bucket', 'bucket = aws_s3_bucket.logs.id', false],
] as const) {
  const vars = `variable "name" {\n  type = string\n}\n\nlocals {\n  n = "acme-other"\n}\n\n${TARGET}`;
  const text = (lines: string) =>
    vars + bucket(lines).replace('bucket = "acme-data"', name).replace('var.other', 'local.n');
  fix(`a call with ${what}`, [VERSIONS, text(''), text(VERSIONED)], right ? 'right' : 'wrong');
}
