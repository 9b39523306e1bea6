import { declareFixes } from './judge.ts';

const fix = declareFixes({ path: 'main.tf' });

const B = `resource "aws_s3_bucket" "logs" {
  bucket = "acme-data"
}

resource "aws_s3_bucket" "other" {
  bucket = "acme-other"
}
`;
const POLICY = (bucket: string, extra = '') => `
resource "aws_s3_bucket_policy" "partner" {
  ${extra}
  bucket = ${bucket}
  policy = data.aws_iam_policy_document.partner.json
}

data "aws_iam_policy_document" "partner" {
  statement {
    actions   = ["s3:GetObject"]
    resources = ["arn:aws:s3:::acme-data/*"]
    principals {
      type        = "AWS"
      identifiers = ["arn:aws:iam::111122223333:role/partner"]
    }
  }
}
`;
const TLS = `
resource "aws_s3_bucket_policy" "tls" {
  bucket = aws_s3_bucket.logs.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid       = "TlsOnly"
      Effect    = "Deny"
      Principal = "*"
      Action    = "s3:*"
      Resource  = [aws_s3_bucket.logs.arn, "\${aws_s3_bucket.logs.arn}/*"]
      Condition = { Bool = { "aws:SecureTransport" = "false" } }
    }]
  })
}
`;
const S = 'S3.InsecureTransport';
const second = (what: string, more: string, right = false, extra: Parameters<typeof fix>[3] = {}) =>
  fix(
    'a new policy beside: ' + what,
    [S, B + more, B + more + TLS],
    right ? 'right' : 'wrong',
    extra,
  );
second('none', '', true);
second('other bucket', POLICY('aws_s3_bucket.other.id'), true);
second('own', POLICY('aws_s3_bucket.logs.id'));
second('literal', POLICY('"acme-data"'));
second('local', 'locals {\n  b = aws_s3_bucket.logs.id\n}\n' + POLICY('local.b'));
second(
  'local map',
  'locals {\n  b = { logs = aws_s3_bucket.logs.id }\n}\n' + POLICY('local.b["logs"]'),
);
second(
  'local map attr',
  'locals {\n  b = { logs = aws_s3_bucket.logs.id }\n}\n' + POLICY('local.b.logs'),
);
second(
  'local map literal',
  'locals {\n  b = { logs = "acme-data" }\n}\n' + POLICY('local.b["logs"]'),
);
second(
  'for_each set',
  POLICY('each.value', 'for_each = toset([aws_s3_bucket.logs.id, aws_s3_bucket.other.id])'),
);
second('for_each literal', POLICY('each.value', 'for_each = toset(["acme-data", "acme-other"])'));
second(
  'for_each map of objects',
  'locals {\n  b = { logs = { name = aws_s3_bucket.logs.bucket } }\n}\n' +
    POLICY('each.value.name', 'for_each = local.b'),
);
second(
  'for_each local literal',
  'locals {\n  b = toset(["acme-data", "acme-other"])\n}\n' +
    POLICY('each.value', 'for_each = local.b'),
);
second('element', POLICY('element([aws_s3_bucket.logs.id, aws_s3_bucket.other.id], 0)'));
second('cond', POLICY('true ? aws_s3_bucket.logs.id : aws_s3_bucket.other.id'));
second(
  'chain versioning',
  'resource "aws_s3_bucket_versioning" "v" {\n  bucket = aws_s3_bucket.logs.id\n  versioning_configuration {\n    status = "Enabled"\n  }\n}\n' +
    POLICY('aws_s3_bucket_versioning.v.bucket'),
);
second(
  'chain ownership id',
  'resource "aws_s3_bucket_ownership_controls" "v" {\n  bucket = aws_s3_bucket.logs.id\n  rule {\n    object_ownership = "BucketOwnerEnforced"\n  }\n}\n' +
    POLICY('aws_s3_bucket_ownership_controls.v.id'),
);
second(
  'data source of name',
  'data "aws_s3_bucket" "v" {\n  bucket = "acme-data"\n}\n' + POLICY('data.aws_s3_bucket.v.id'),
  false,
  { target: 'aws_s3_bucket.logs' },
);
second(
  'data source by ref',
  'data "aws_s3_bucket" "v" {\n  bucket = aws_s3_bucket.logs.id\n}\n' +
    POLICY('data.aws_s3_bucket.v.id'),
);
second('sibling policy', '', false, {
  siblings: [{ path: 'policy.tf', text: POLICY('aws_s3_bucket.logs.id') }],
});
second('sibling other policy', '', true, {
  siblings: [{ path: 'policy.tf', text: POLICY('aws_s3_bucket.other.id') }],
});
second('sibling same address', '', false, {
  siblings: [
    {
      path: 'policy.tf',
      text: POLICY('aws_s3_bucket.other.id').replace('"partner" {\n  \n', '"tls" {\n'),
    },
  ],
});
second('module name', 'module "m" {\n  source = "./m"\n  bucket = aws_s3_bucket.logs.id\n}\n');
second('module whole', 'module "m" {\n  source = "./m"\n  bucket = aws_s3_bucket.logs\n}\n');
second('module literal', 'module "m" {\n  source = "./m"\n  bucket = "acme-data"\n}\n');
second(
  'module by local',
  'locals {\n  b = aws_s3_bucket.logs.id\n}\nmodule "m" {\n  source = "./m"\n  bucket = local.b\n}\n',
);
second(
  'module arn',
  'module "m" {\n  source = "./m"\n  arn    = aws_s3_bucket.logs.arn\n}\n',
  true,
);
second('sibling module', '', false, {
  siblings: [
    { path: 'm.tf', text: 'module "m" {\n  source = "./m"\n  bucket = aws_s3_bucket.logs.id\n}\n' },
  ],
});
second('broken sibling', '', false, { siblings: [{ path: 'm.tf', text: 'module "m" {' }] });
second('override', '', false, {
  siblings: [
    { path: 'override.tf', text: 'resource "aws_s3_bucket" "logs" {\n  force_destroy = true\n}\n' },
  ],
});
second('other files', '', true, {
  siblings: [
    { path: 'README.md', text: '# x' },
    { path: 'outputs.tf', text: 'output "a" {\n  value = 1\n}\n' },
  ],
});
second('policy file json sibling', '', false, {
  siblings: [
    {
      path: 'p.tf.json',
      text: '{"resource":{"aws_s3_bucket_policy":{"p":{"bucket":"${aws_s3_bucket.logs.id}","policy":"{}"}}}}',
    },
  ],
});

// A companion that is counted and iterated at once, which Terraform refuses.
const COUNTED = B.replace('{', '{\n  count  = 2');
for (const [more, right] of [
  ['', true],
  ['  for_each = toset([])\n', false],
  ['  for_each = aws_s3_bucket.logs\n', false],
] as const) {
  const versioned = `
resource "aws_s3_bucket_versioning" "logs" {
  count = length(aws_s3_bucket.logs)
${more}
  bucket = aws_s3_bucket.logs[count.index].id

  versioning_configuration {
    status = "Enabled"
  }
}
`;
  fix(
    `a counted companion${more === '' ? '' : ` and ${more.trim()}`}`,
    ['S3.MissingVersioning', COUNTED, COUNTED + versioned],
    right ? 'right' : 'wrong',
    { target: 'aws_s3_bucket.logs' },
  );
}
