/** The right block beside other changes of the file, in other texts, and beside other files of the folder. */
import { declareFixes } from './judge.ts';

const fix = declareFixes({ path: 'main.tf', target: 'aws_s3_bucket.data' });

const V = 'S3.MissingVersioning';
const P =
  'variable "bucket" {\n  type = string\n}\n\nvariable "flag" {\n  type    = bool\n  default = true\n}\n\n/* head */\nresource "aws_s3_bucket" "data" {\n  bucket = "acme-data"\n  # keep\n  tags = {\n    a = "b"\n  }\n}\n\n# logs\nresource "aws_s3_bucket" "logs" {\n  bucket = "acme-logs"\n}\n';
const N = (more = '', st = '"Enabled"', link = 'aws_s3_bucket.data.id') =>
  `\nresource "aws_s3_bucket_versioning" "data" {\n  bucket = ${link}\n${more}  versioning_configuration {\n    status = ${st}\n  }\n}\n`;
for (const [w, after, r] of [
  ['plain', P + N(), 1],
  ['comment in target removed', P.replace('  # keep\n', '') + N(), 1],
  ['head removed', P.replace('/* head */\n', '') + N(), 0],
  ['logs comment changed', P.replace('# logs', '# log') + N(), 0],
  ['tags changed', P.replace('"b"', '"c"') + N(), 0],
  ['reindent', P.replace('  tags', '    tags') + N(), 1],
  ['variable default', P.replace('default = true', 'default = false') + N(), 0],
  ['variable added', P + N() + 'variable "x" {}\n', 0],
  ['output added', P + N() + 'output "x" {\n  value = 1\n}\n', 0],
  ['moved', P + N() + 'moved {\n  from = aws_s3_bucket.a\n  to = aws_s3_bucket.data\n}\n', 0],
  ['import', P + N() + 'import {\n  to = aws_s3_bucket_versioning.data\n  id = "x"\n}\n', 0],
  ['removed', P + N() + 'removed {\n  from = aws_s3_bucket.logs\n}\n', 0],
  [
    'check',
    P + N() + 'check "x" {\n  assert {\n    condition = true\n    error_message = "x"\n  }\n}\n',
    0,
  ],
  ['provider', P + N() + 'provider "aws" {\n  region = "us-east-1"\n}\n', 0],
  ['locals', P + N() + 'locals {\n  a = 1\n}\n', 0],
  ['data', P + N() + 'data "external" "x" {\n  program = ["sh"]\n}\n', 0],
  ['ephemeral', P + N() + 'ephemeral "x" "y" {}\n', 0],
  ['two', P + N() + N().replace('"data" {', '"data2" {'), 0],
  [
    'other bucket too',
    P + N() + N('', '"Enabled"', 'aws_s3_bucket.logs.id').replace('"data" {', '"logs" {'),
    0,
  ],
  ['timeouts', P + N('  timeouts {\n    create = "1m"\n  }\n'), 0],
  ['provisioner', P + N('  provisioner "local-exec" {\n    command = "x"\n  }\n'), 0],
  [
    'precondition',
    P +
      N(
        '  lifecycle {\n    precondition {\n      condition     = false\n      error_message = "x"\n    }\n  }\n',
      ),
    0,
  ],
  [
    'label escaped',
    P + N().replace('"aws_s3_bucket_versioning"', '"aws_s3_bucket\\u005fversioning"'),
    1,
  ],
  [
    'unquoted labels',
    P + N().replace('"aws_s3_bucket_versioning" "data"', 'aws_s3_bucket_versioning data'),
    1,
  ],
  ['suppression', P + N('  # checkov:skip=CKV_AWS_21:x\n'), 0],
  ['trivy', P + N('  #trivy:ignore:AVD-AWS-0090\n'), 0],
  ['nosec', P + N('  # nosec\n'), 0],
  ['bidi', P + N('  # \u202e x\n'), 0],
  ['zero width', P + N('', '"Enabled\u200b"'), 0],
  ['homoglyph', P + N('', '"Еnabled"'), 0],
  ['homoglyph label', P + N().replace('"data" {', '"dаta" {'), 0],
  ['heredoc status', P + N('', '<<-E\n      Enabled\n    E'), 0],
  ['trimspace', P + N('', 'trimspace("Enabled ")'), 1],
  ['file', P + N('', 'file("x")'), 0],
  ['templatefile', P + N('', 'templatefile("x", {})'), 0],
  ['nonsensitive', P + N('', 'nonsensitive("Enabled")'), 0],
  ['secret', P + N('  # password = "hunter2hunter2"\n'), 0],
  ['akia', P + N('  # AKIAABCDEFGHIJKLMNOP\n'), 0],
  ['account', P + N('  expected_bucket_owner = "999988887777"\n'), 0],
  ['account comment', P + N('  # 999988887777\n'), 0],
  ['closing early', P.replace('  tags = {', '}\n\nresource "x" "y" {\n  tags = {') + N(), 0],
  [
    'renamed',
    P.replace('"data" {\n  bucket', '"data2" {\n  bucket') +
      N('', '"Enabled"', 'aws_s3_bucket.data2.id'),
    0,
  ],
  ['force_destroy', P.replace('  # keep', '  force_destroy = true\n  # keep') + N(), 0],
  [
    'prevent_destroy',
    P.replace('  # keep', '  lifecycle {\n    prevent_destroy = false\n  }\n  # keep') + N(),
    0,
  ],
  ['bucket name', P.replace('"acme-data"', '"acme-data-2"') + N(), 0],
  ['bucket local', P.replace('"acme-data"', 'var.bucket') + N(), 0],
  ['top attr', P + N() + 'x = 1\n', 0],
  ['terraform', P + N() + 'terraform {\n  backend "s3" {}\n}\n', 0],
  ['status obj', P + N('', '{ a = "Enabled" }'), 0],
  [
    'dynamic content',
    P +
      `\nresource "aws_s3_bucket_versioning" "data" {\n  bucket = aws_s3_bucket.data.id\n  dynamic "versioning_configuration" {\n    for_each = [1]\n    content {\n      status = "Enabled"\n    }\n  }\n}\n`,
    0,
  ],
  [
    'two confs',
    P +
      N().replace(
        '  versioning_configuration',
        '  versioning_configuration {\n    status = "Suspended"\n  }\n  versioning_configuration',
      ),
    0,
  ],
  [
    'conf as attr',
    P + N().replace('versioning_configuration {', 'versioning_configuration = {'),
    0,
  ],
  [
    'mfa in conf',
    P + N().replace('status = "Enabled"', 'status = "Enabled"\n    mfa_delete = "Enabled"'),
    0,
  ],
  ['count.index', P + N('  count = length([aws_s3_bucket.data])\n'), 0],
  ['depends module', P + N('  depends_on = [module.x]\n'), 0],
  ['same name as sibling type', P + N().replace('"data" {', '"logs" {'), 1],
] as const)
  fix('versioning and ' + w, [V, P, after], r === 1 ? 'right' : 'wrong');
const sib = (path: string, text: string) => ({ siblings: [{ path, text }] });
for (const [w, s, r] of [
  ['tfvars', sib('terraform.tfvars', 'flag = false\n'), 1],
  ['other tfvars', sib('prod.tfvars', 'flag = false\n'), 1],
  ['broken tfvars', sib('x.auto.tfvars', 'flag = \n'), 0],
  ['tofu file dup', sib('x.tofu', N()), 0],
  [
    'tf.json dup',
    sib('x.tf.json', '{"resource":{"aws_s3_bucket_versioning":{"data":{"bucket":"x"}}}}'),
    0,
  ],
  [
    'override new',
    sib(
      'x_override.tf',
      'resource "aws_s3_bucket_versioning" "data" {\n  versioning_configuration {\n    status = "Suspended"\n  }\n}\n',
    ),
    0,
  ],
  [
    'override json',
    sib('override.tf.json', '{"resource":{"aws_s3_bucket":{"data":{"force_destroy":true}}}}'),
    0,
  ],
  ['terragrunt', sib('terragrunt.hcl', 'inputs = {}\n'), 1],
  ['hidden', sib('.x.tf', N()), 1],
  ['backup', sib('x.tf~', N()), 1],
  ['txt', sib('x.tf.bak', N()), 1],
  [
    'same bucket name',
    sib('b.tf', 'resource "aws_s3_bucket" "again" {\n  bucket = "acme-data"\n}\n'),
    1,
  ],
  [
    'module with bucket',
    sib('m.tf', 'module "m" {\n  source = "./m"\n  b      = aws_s3_bucket.data\n}\n'),
    0,
  ],
  [
    'module list',
    sib('m.tf', 'module "m" {\n  source = "./m"\n  b      = [aws_s3_bucket.data.id]\n}\n'),
    0,
  ],
  [
    'module map local',
    sib(
      'm.tf',
      'locals {\n  all = { x = { name = aws_s3_bucket.data.bucket } }\n}\n\nmodule "m" {\n  source   = "./m"\n  for_each = local.all\n  b        = each.value.name\n}\n',
    ),
    0,
  ],
  [
    'module depends',
    sib('m.tf', 'module "m" {\n  source     = "./m"\n  depends_on = [aws_s3_bucket.data]\n}\n'),
    1,
  ],
  [
    'module arn',
    sib('m.tf', 'module "m" {\n  source = "./m"\n  arn    = aws_s3_bucket.data.arn\n}\n'),
    1,
  ],
  [
    'moved',
    sib(
      'm.tf',
      'moved {\n  from = aws_s3_bucket_versioning.old\n  to   = aws_s3_bucket_versioning.data\n}\n',
    ),
    1,
  ],
  [
    'moved away',
    sib(
      'm.tf',
      'moved {\n  from = aws_s3_bucket_versioning.data\n  to   = aws_s3_bucket_versioning.x\n}\n',
    ),
    0,
  ],
  [
    'removed new',
    sib(
      'm.tf',
      'removed {\n  from = aws_s3_bucket_versioning.data\n  lifecycle {\n    destroy = false\n  }\n}\n',
    ),
    0,
  ],
] as const)
  fix('versioning beside a sibling with ' + w, [V, P, P + N()], r === 1 ? 'right' : 'wrong', s);
