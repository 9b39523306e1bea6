/** Denials of requests without TLS in a Terraform policy, nearly right ones, and statements that have to stay. */
import { declareFixes } from './judge.ts';

const fix = declareFixes({ path: 'main.tf', target: 'aws_s3_bucket.data' });

const T = 'S3.InsecureTransport';
const B = `variable "vpc" {\n  type    = string\n  default = "vpc-1"\n}\n\nvariable "extra" {\n  type    = string\n  default = ""\n}\n\nlocals {\n  arn  = aws_s3_bucket.data.arn\n  arns = [aws_s3_bucket.data.arn, "\${aws_s3_bucket.data.arn}/*"]\n  tls  = "false"\n}\n\nresource "aws_s3_bucket" "data" {\n  bucket = "acme-data"\n}\n\nresource "aws_s3_bucket" "logs" {\n  bucket = "acme-logs"\n}\n\n`;
const BOTH = '[aws_s3_bucket.data.arn, "${aws_s3_bucket.data.arn}/*"]';
const J = (o: Readonly<Record<string, string>> = {}, first = '') =>
  `resource "aws_s3_bucket_policy" "data" {\n${o['meta'] ?? ''}  bucket = ${o['bucket'] ?? 'aws_s3_bucket.data.id'}\n  policy = ${o['fn'] ?? 'jsonencode'}({\n    Version = "2012-10-17"\n    Statement = [\n${first}      {\n        Sid       = "Tls"\n        Effect    = ${o['effect'] ?? '"Deny"'}\n        Principal = ${o['principal'] ?? '"*"'}\n        Action    = ${o['action'] ?? '"s3:*"'}\n        Resource  = ${o['res'] ?? BOTH}\n        Condition = ${o['cond'] ?? '{ Bool = { "aws:SecureTransport" = "false" } }'}\n${o['more'] ?? ''}      },\n    ]\n  })\n}\n`;
const denial = (w: string, o: Readonly<Record<string, string>>, r: number) =>
  fix('a denial with ' + w, [T, B, B + J(o)], r === 1 ? 'right' : 'wrong');
denial('plain', {}, 1);
denial('local arns', { res: 'local.arns' }, 1);
denial('local arn', { res: '[local.arn, "${local.arn}/*"]' }, 1);
denial('false bool', { cond: '{ Bool = { "aws:SecureTransport" = false } }' }, 1);
denial('local tls', { cond: '{ Bool = { "aws:SecureTransport" = local.tls } }' }, 1);
denial('aws star', { principal: '{ AWS = "*" }' }, 1);
denial('format', { res: '[aws_s3_bucket.data.arn, format("%s/*", aws_s3_bucket.data.arn)]' }, 1);
denial('join', { res: '[aws_s3_bucket.data.arn, join("/", [aws_s3_bucket.data.arn, "*"])]' }, 1);
denial('only objects', { res: '"${aws_s3_bucket.data.arn}/*"' }, 0);
denial('only bucket', { res: 'aws_s3_bucket.data.arn' }, 0);
denial('id not arn', { res: '[aws_s3_bucket.data.id, "${aws_s3_bucket.data.id}/*"]' }, 0);
denial('other', { res: '[aws_s3_bucket.logs.arn, "${aws_s3_bucket.logs.arn}/*"]' }, 0);
denial('escaped', { res: '["$${aws_s3_bucket.data.arn}", "$${aws_s3_bucket.data.arn}/*"]' }, 0);
denial('star res', { res: '"*"' }, 0);
denial('double slash', { res: '[aws_s3_bucket.data.arn, "${aws_s3_bucket.data.arn}//*"]' }, 0);
denial('cond res', { res: `var.vpc == "" ? ${BOTH} : []` }, 0);
denial('concat', { res: `concat(${BOTH}, [])` }, 0);
denial('for', { res: '[for a in local.arns : a]' }, 0);
denial('upper sid dup', { more: '        Sid       = "Tls"\n' }, 0);
denial('Null cond', { cond: '{ Null = { "aws:SecureTransport" = "true" } }' }, 0);
denial(
  'cond two',
  {
    cond: '{ Bool = { "aws:SecureTransport" = "false" }, StringEquals = { "aws:SourceVpc" = var.vpc } }',
  },
  0,
);
denial('cond var', { cond: '{ Bool = { "aws:SecureTransport" = var.extra } }' }, 0);
denial('cond list', { cond: '{ Bool = { "aws:SecureTransport" = ["false"] } }' }, 1);
denial('cond merge', { cond: 'merge({ Bool = { "aws:SecureTransport" = "false" } }, {})' }, 0);
denial('principal root', { principal: '{ AWS = "arn:aws:iam::111122223333:root" }' }, 0);
denial('principal var', { principal: 'var.extra' }, 0);
denial('action get', { action: '"s3:GetObject"' }, 0);
denial('action arr', { action: '["s3:*"]' }, 1);
denial('action mixed', { action: '["s3:*", "s3:Get*"]' }, 0);
denial('effect allow', { effect: '"Allow"' }, 0);
denial('effect expr', { effect: 'var.extra == "" ? "Deny" : "Allow"' }, 0);
denial('not principal', { more: '        NotPrincipal = { AWS = "x" }\n' }, 0);
denial('yaml', { fn: 'yamlencode' }, 0);
denial('jsonencode nested', { fn: 'jsonencode(jsondecode' }, 0);
denial('bucket arn', { bucket: 'aws_s3_bucket.data.arn' }, 0);
denial('count', { meta: '  count = var.extra == "" ? 1 : 0\n' }, 0);
denial('lowercase keys', { more: '        condition = {}\n' }, 0);
denial('var key', { more: '        (var.vpc) = "x"\n' }, 0);
// raw string
fix(
  'string policy',
  [
    T,
    B,
    B +
      `resource "aws_s3_bucket_policy" "data" {\n  bucket = aws_s3_bucket.data.id\n  policy = "{\\"Version\\":\\"2012-10-17\\",\\"Statement\\":[{\\"Effect\\":\\"Deny\\",\\"Principal\\":\\"*\\",\\"Action\\":\\"s3:*\\",\\"Resource\\":[\\"arn:aws:s3:::acme-data\\",\\"arn:aws:s3:::acme-data/*\\"],\\"Condition\\":{\\"Bool\\":{\\"aws:SecureTransport\\":\\"false\\"}}}]}"\n}\n`,
  ],
  'right',
);
fix(
  'templatefile',
  [
    T,
    B,
    B +
      `resource "aws_s3_bucket_policy" "data" {\n  bucket = aws_s3_bucket.data.id\n  policy = templatefile("p.json", {})\n}\n`,
  ],
  'wrong',
);
fix(
  'inline policy',
  [
    T,
    B,
    B.replace(
      'bucket = "acme-data"\n',
      `bucket = "acme-data"\n  policy = jsonencode({ Statement = [{ Effect = "Deny", Principal = "*", Action = "s3:*", Resource = ["arn:aws:s3:::acme-data", "arn:aws:s3:::acme-data/*"], Condition = { Bool = { "aws:SecureTransport" = "false" } } }] })\n`,
    ),
  ],
  'right',
);
// kept statements
const KEPT = (o: Readonly<Record<string, string>> = {}) =>
  `      {\n        Sid       = "Kept"\n        Effect    = "${o['effect'] ?? 'Allow'}"\n        Principal = ${o['principal'] ?? '{ AWS = "arn:aws:iam::111122223333:role/app" }'}\n        Action    = ${o['action'] ?? '["s3:GetObject", "s3:PutObject"]'}\n        Resource  = ${o['res'] ?? '"${aws_s3_bucket.data.arn}/*"'}\n${o['cond'] ?? '        Condition = { StringEquals = { "aws:SourceVpc" = var.vpc } }\n'}      },\n`;
const before =
  B + J({}, KEPT()).replace(/      \{\n        Sid       = "Tls"[\s\S]*?      \},\n/, '');
const kept = (w: string, o: Readonly<Record<string, string>>, r = 0) =>
  fix('a kept statement with ' + w, [T, before, B + J({}, KEPT(o))], r === 1 ? 'right' : 'wrong');
kept('same', {}, 1);
kept('principal star', { principal: '"*"' });
kept('principal list', {
  principal: '{ AWS = ["arn:aws:iam::111122223333:role/app", "arn:aws:iam::111122223333:root"] }',
});
kept('principal aws list same', { principal: '{ AWS = ["arn:aws:iam::111122223333:role/app"] }' });
kept('action more', { action: '["s3:GetObject", "s3:PutObject", "s3:DeleteObject"]' });
kept('action star', { action: '"s3:*"' });
kept('action fewer', { action: '["s3:GetObject"]' });
kept('res more', { res: BOTH });
kept('no cond', { cond: '' });
kept('cond default', {
  cond: '        Condition = { StringEquals = { "aws:SourceVpc" = "vpc-1" } }\n',
});
kept('cond like', { cond: '        Condition = { StringLike = { "aws:SourceVpc" = var.vpc } }\n' });
kept('cond ifexists', {
  cond: '        Condition = { StringEqualsIfExists = { "aws:SourceVpc" = var.vpc } }\n',
});
kept('cond two', {
  cond: '        Condition = { StringEquals = { "aws:SourceVpc" = [var.vpc, "vpc-2"] } }\n',
});
kept('effect', { effect: 'Deny' });
kept('coalesce', {
  cond: '        Condition = { StringEquals = { "aws:SourceVpc" = coalesce(var.vpc, "*") } }\n',
});
kept(
  'order keys',
  { cond: '        Condition = { "StringEquals" : { "aws:SourceVpc" : var.vpc } }\n' },
  1,
);
fix('second policy stmt dropped', [T, before, B + J({}, '')], 'wrong');
