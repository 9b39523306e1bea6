/** Companions of a bucket: how they are bound, what they set, and those that are there already. */
import { declareFixes } from './judge.ts';

const fix = declareFixes({ path: 'main.tf', target: 'aws_s3_bucket.data' });

const V = 'S3.MissingVersioning';
const B = (inside = '') =>
  `variable "env" {\n  type    = string\n  default = "dev"\n}\n\nvariable "on" {\n  type    = bool\n  default = true\n}\n\nvariable "name" {\n  type    = string\n  default = "acme-data"\n}\n\nvariable "names" {\n  type    = list(string)\n  default = ["acme-data"]\n}\n\nlocals {\n  all = { data = "acme-data", logs = "acme-logs" }\n  ids = [aws_s3_bucket.data.id, aws_s3_bucket.logs.id]\n  one = { for b in [aws_s3_bucket.data] : b.id => b }\n  nm  = "acme-data"\n}\n\nresource "aws_s3_bucket" "data" {\n  bucket = "acme-data"\n${inside}}\n\nresource "aws_s3_bucket" "logs" {\n  bucket = "acme-logs"\n}\n\n`;
const VER = (link: string, meta = '', id = 'new', status = 'Enabled') =>
  `resource "aws_s3_bucket_versioning" "${id}" {\n${meta}  bucket = ${link}\n  versioning_configuration {\n    status = "${status}"\n  }\n}\n`;
for (const [l, m, r] of [
  ['aws_s3_bucket.data.id', '', 1],
  ['aws_s3_bucket.data.bucket', '', 1],
  ['"acme-data"', '', 1],
  ['local.nm', '', 1],
  ['local.all.data', '', 1],
  ['local.all["data"]', '', 1],
  ['local.ids[0]', '', 1],
  ['"${aws_s3_bucket.data.id}"', '', 1],
  ['var.name', '', 0],
  ['var.names[0]', '', 0],
  ['aws_s3_bucket.data.arn', '', 0],
  ['aws_s3_bucket.data', '', 0],
  ['aws_s3_bucket.logs.id', '', 0],
  ['local.all.logs', '', 0],
  ['local.ids[1]', '', 0],
  ['aws_s3_bucket.data[0].id', '', 0],
  ['aws_s3_bucket.data["a"].id', '', 0],
  ['each.value', '  for_each = toset([aws_s3_bucket.data.id, aws_s3_bucket.logs.id])\n', 0],
  ['each.value', '  for_each = local.all\n', 0],
  ['each.value', '  for_each = toset(local.ids)\n', 0],
  ['each.key', '  for_each = local.one\n', 0],
  ['aws_s3_bucket.data.id', '  count = 1\n', 1],
  ['aws_s3_bucket.data.id', '  count = 0\n', 0],
  ['aws_s3_bucket.data.id', '  count = 2\n', 0],
  ['aws_s3_bucket.data.id', '  count = var.on ? 1 : 0\n', 0],
  ['aws_s3_bucket.data.id', '  count = true ? 1 : 0\n', 0],
  ['aws_s3_bucket.data.id', '  for_each = toset(["a"])\n', 0],
  ['aws_s3_bucket.data.id', '  for_each = {}\n', 0],
  ['aws_s3_bucket.data.id', '  provider = aws.us\n', 0],
  ['aws_s3_bucket.data.id', '  depends_on = [aws_s3_bucket.logs]\n', 0],
  ['aws_s3_bucket.data.id', '  depends_on = [aws_s3_bucket.data]\n', 1],
  ['aws_s3_bucket.data.id', '  lifecycle {\n    ignore_changes = all\n  }\n', 0],
  ['aws_s3_bucket.data.id', '  lifecycle {\n    prevent_destroy = true\n  }\n', 0],
  ['aws_s3_bucket.data.id', '  mfa = "x 1"\n', 0],
  ['aws_s3_bucket.data.id', '  expected_bucket_owner = "111122223333"\n', 1],
  ['aws_s3_bucket.data.id', '  expected_bucket_owner = "999988887777"\n', 0],
  ['aws_s3_bucket.data.id', '  region = "us-east-1"\n', 0],
  ['var.on ? aws_s3_bucket.data.id : aws_s3_bucket.logs.id', '', 0],
  ['coalesce(aws_s3_bucket.data.id, "x")', '', 0],
  ['"acme-${"data"}"', '', 1],
  ['join("-", ["acme", "data"])', '', 1],
  ['format("%s-%s", "acme", "data")', '', 1],
  ['format("%s-data", var.env)', '', 0],
  ['lower("ACME-DATA")', '', 1],
  ['"Acme-Data"', '', 0],
  ['element(local.ids, 0)', '', 0],
  ['try(aws_s3_bucket.data.id, aws_s3_bucket.logs.id)', '', 0],
  ['aws_s3_bucket.data.tags["x"]', '', 0],
  ['null', '', 0],
  ['data.aws_s3_bucket.x.id', '', 0],
  ['module.x.bucket', '', 0],
  ['<<-E\n    acme-data\n  E', '', 0],
] as const)
  fix(
    `a new companion of ${l} ${m.trim()}`,
    [V, B(), B() + VER(l, m)],
    r === 1 ? 'right' : 'wrong',
  );
for (const s of ['enabled', 'ENABLED', 'On', 'true', 'Disabled', 'Suspended', 'Enabled ', ''])
  fix('the status ' + s, [V, B(), B() + VER('aws_s3_bucket.data.id', '', 'new', s)], 'wrong');
for (const [st, r] of [
  ['var.on ? "Enabled" : "Suspended"', 0],
  ['local.s', 0],
  ['upper("enabled")', 0],
  ['"${"Enabled"}"', 1],
  ['var.env == "prod" ? "Enabled" : "Enabled"', 0],
  ['title("enabled")', 0],
] as const)
  fix(
    'the status ' + st,
    [V, B(), B() + VER('aws_s3_bucket.data.id').replace('"Enabled"', st)],
    r === 1 ? 'right' : 'wrong',
  );
// A second one, where the first is bound in another way.
for (const [w, m] of [
  [
    'module for_each set',
    'resource "aws_s3_bucket_versioning" "all" {\n  for_each = toset(local.ids)\n  bucket   = each.value\n  versioning_configuration {\n    status = "Suspended"\n  }\n}\n',
  ],
  [
    'for_each map',
    'resource "aws_s3_bucket_versioning" "all" {\n  for_each = local.all\n  bucket   = each.value\n  versioning_configuration {\n    status = "Suspended"\n  }\n}\n',
  ],
  [
    'for obj',
    'resource "aws_s3_bucket_versioning" "all" {\n  for_each = local.one\n  bucket   = each.key\n  versioning_configuration {\n    status = "Suspended"\n  }\n}\n',
  ],
  [
    'count list',
    'resource "aws_s3_bucket_versioning" "all" {\n  count  = length(local.ids)\n  bucket = local.ids[count.index]\n  versioning_configuration {\n    status = "Suspended"\n  }\n}\n',
  ],
  [
    'count element',
    'resource "aws_s3_bucket_versioning" "all" {\n  count  = 2\n  bucket = element([aws_s3_bucket.data.id, aws_s3_bucket.logs.id], count.index)\n  versioning_configuration {\n    status = "Suspended"\n  }\n}\n',
  ],
  ['var default', VER('var.name', '', 'all', 'Suspended')],
  ['names default', VER('var.names[0]', '', 'all', 'Suspended')],
  ['local', VER('local.nm', '', 'all', 'Suspended')],
  [
    'data',
    'data "aws_s3_bucket" "x" {\n  bucket = "acme-data"\n}\n' +
      VER('data.aws_s3_bucket.x.id', '', 'all', 'Suspended'),
  ],
  [
    'chain pab',
    'resource "aws_s3_bucket_public_access_block" "p" {\n  bucket = aws_s3_bucket.data.id\n}\n' +
      VER('aws_s3_bucket_public_access_block.p.id', '', 'all', 'Suspended'),
  ],
  [
    'chain acl',
    'resource "aws_s3_bucket_acl" "p" {\n  bucket = aws_s3_bucket.data.id\n  acl = "private"\n}\n' +
      VER('aws_s3_bucket_acl.p.bucket', '', 'all', 'Suspended'),
  ],
  ['trim', VER('trimspace(aws_s3_bucket.data.id)', '', 'all', 'Suspended')],
  ['split', VER('split(",", aws_s3_bucket.data.id)[0]', '', 'all', 'Suspended')],
  ['arn split', VER('element(split(":", aws_s3_bucket.data.arn), 5)', '', 'all', 'Suspended')],
  ['format', VER('format("%s-data", "acme")', '', 'all', 'Suspended')],
  ['var expr', VER('"acme-${var.suffix}"', '', 'all', 'Suspended')],
  [
    'for list',
    'resource "aws_s3_bucket_versioning" "all" {\n  for_each = { for n in ["acme-data", "acme-logs"] : n => n }\n  bucket   = each.key\n  versioning_configuration {\n    status = "Suspended"\n  }\n}\n',
  ],
  ['module', ' module "v" {\n  source  = "./v"\n  buckets = local.ids\n}\n'],
  ['module names', 'module "v" {\n  source = "./v"\n  buckets = values(local.all)\n}\n'],
  ['module var default', 'module "v" {\n  source = "./v"\n  buckets = var.names\n}\n'],
  [
    'control',
    'resource "aws_cloudcontrolapi_resource" "c" {\n  type_name = "AWS::S3::Bucket"\n  desired_state = "{}"\n}\n',
  ],
] as const) {
  fix(
    'a companion beside one by ' + w,
    [V, B() + m, B() + m + VER('aws_s3_bucket.data.id')],
    w === 'control' ? 'right' : 'wrong',
  );
  fix(
    'a companion beside one in a sibling by ' + w,
    [V, B(), B() + VER('aws_s3_bucket.data.id')],
    w === 'control' ? 'right' : 'wrong',
    { siblings: [{ path: 'versioning.tf', text: m }] },
  );
}
fix(
  'versioning inside:  beside separate',
  [
    V,
    B() + VER('aws_s3_bucket.data.id', '', 'old', 'Suspended'),
    B('  versioning {\n    enabled = true\n  }\n') +
      VER('aws_s3_bucket.data.id', '', 'old', 'Suspended'),
  ],
  'wrong',
);
fix(
  'separate beside inline',
  [
    V,
    B('  versioning {\n    enabled = false\n  }\n'),
    B('  versioning {\n    enabled = false\n  }\n') + VER('aws_s3_bucket.data.id'),
  ],
  'wrong',
);
fix(
  'versioning inside: ',
  [
    V,
    B('  versioning {\n    enabled = false\n  }\n'),
    B('  versioning {\n    enabled = true\n  }\n'),
  ],
  'right',
);
fix('versioning inside:  arg', [V, B(), B('  versioning = {\n    enabled = true\n  }\n')], 'wrong');
fix(
  'versioning inside:  list',
  [V, B(), B('  versioning = [{\n    enabled = true\n  }]\n')],
  'wrong',
);
fix(
  'versioning inside:  status',
  [V, B(), B('  versioning {\n    status = "Enabled"\n  }\n')],
  'wrong',
);
fix(
  'versioning inside:  two',
  [
    V,
    B(),
    B('  versioning {\n    enabled = true\n  }\n  versioning {\n    enabled = false\n  }\n'),
  ],
  'wrong',
);
fix(
  'versioning inside:  dynamic',
  [
    V,
    B(),
    B(
      '  dynamic "versioning" {\n    for_each = var.on ? [1] : []\n    content {\n      enabled = true\n    }\n  }\n',
    ),
  ],
  'wrong',
);
fix(
  'versioning inside:  string',
  [V, B(), B('  versioning {\n    enabled = "true"\n  }\n')],
  'right',
);
fix(
  'versioning inside:  word',
  [V, B(), B('  versioning {\n    enabled = "Enabled"\n  }\n')],
  'wrong',
);
fix(
  'versioning inside:  mfa',
  [V, B(), B('  versioning {\n    enabled    = true\n    mfa_delete = true\n  }\n')],
  'wrong',
);
fix('object versioning', [V, B(), B('  object_lock_enabled = true\n')], 'wrong');
fix(
  'replication',
  [
    V,
    B(),
    B(
      '  versioning {\n    enabled = true\n  }\n  replication_configuration {\n    role = "x"\n  }\n',
    ),
  ],
  'wrong',
);
