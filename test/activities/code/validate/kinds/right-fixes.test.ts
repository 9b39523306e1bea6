/** Right fixes in forms that were refused once. */
import { declareFixes } from './judge.ts';

const fix = declareFixes({ path: 'main.tf', target: 'aws_s3_bucket.data' });

const PA = 'S3.PublicAccess';
const T = 'S3.InsecureTransport';
const CB = (head = 'count  = var.on ? 1 : 0') =>
  `variable "on" {\n  type = bool\n}\n\nresource "aws_s3_bucket" "data" {\n  ${head}\n  bucket = "acme-data"\n}\n`;
const PAB = (link: string, head = 'count  = var.on ? 1 : 0') =>
  `\nresource "aws_s3_bucket_public_access_block" "data" {\n  ${head}\n  bucket = ${link}\n\n  block_public_acls       = true\n  block_public_policy     = true\n  ignore_public_acls      = true\n  restrict_public_buckets = true\n}\n`;
for (const l of [
  'aws_s3_bucket.data.0.id',
  'aws_s3_bucket.data[0].id',
  'aws_s3_bucket.data[*].id[0]',
  'aws_s3_bucket.data.*.id[0]',
  'try(aws_s3_bucket.data[0].id, "")',
  'try(aws_s3_bucket.data[0].bucket, null)',
  'one(aws_s3_bucket.data[*].id)',
  'one(aws_s3_bucket.data.*.bucket)',
  'join("", aws_s3_bucket.data.*.id)',
  'element(aws_s3_bucket.data[*].id, 0)',
  '"${aws_s3_bucket.data[0].id}"',
  'try(one(aws_s3_bucket.data[*].id), "")',
  '"${join("", aws_s3_bucket.data.*.id)}"',
])
  fix('the first instance by ' + l, [PA, CB(), CB() + PAB(l)], 'right');
for (const l of [
  'coalesce(aws_s3_bucket.data[0].id, "")',
  'concat(aws_s3_bucket.data.*.id, [""])[0]',
  'element(concat(aws_s3_bucket.data.*.id, [""]), 0)',
  'local.id',
])
  fix(
    'the first instance by ' + l,
    [
      PA,
      CB() + 'locals {\n  id = try(aws_s3_bucket.data[0].id, "")\n  zero = 0\n}\n',
      CB() + 'locals {\n  id = try(aws_s3_bucket.data[0].id, "")\n  zero = 0\n}\n' + PAB(l),
    ],
    'right',
  );
interface Document {
  readonly head: string;
  readonly each: string;
  readonly bucket: string;
  /** The index of the document where the policy uses it. */
  readonly index: string;
}
const ONCE: Document = { head: '', each: '', bucket: 'aws_s3_bucket.data', index: '' };
const doc = (st: string, { head, each, bucket, index }: Document) =>
  `variable "on" {\n  type = bool\n}\n\nvariable "set" {\n  type = set(string)\n}\n\nvariable "partition" {\n  type = string\n}\n\nvariable "aws_partition" {\n  type    = string\n  default = "aws"\n}\n\ndata "aws_partition" "current" {}\n\nlocals {\n  partition = data.aws_partition.current.partition\n}\n\nresource "aws_s3_bucket" "data" {\n${each}  bucket = "acme-data${each.includes('for_each') ? '-${each.key}' : ''}"\n}\n\ndata "aws_iam_policy_document" "base" {\n  statement {\n    sid       = "Base"\n    actions   = ["s3:GetObject"]\n    resources = ["arn:aws:s3:::acme-data/*"]\n\n    principals {\n      type        = "AWS"\n      identifiers = ["arn:aws:iam::111122223333:root"]\n    }\n  }\n}\n\ndata "aws_iam_policy_document" "data" {\n${head}${st}}\n\nresource "aws_s3_bucket_policy" "data" {\n${each}  bucket = ${bucket}.id\n  policy = data.aws_iam_policy_document.data${index}.json\n}\n`;
const KEPT =
  '  statement {\n    sid       = "Kept"\n    actions   = ["s3:ListBucket"]\n    resources = ["arn:aws:s3:::acme-data"]\n\n    principals {\n      type        = "AWS"\n      identifiers = ["arn:aws:iam::111122223333:role/app"]\n    }\n  }\n';
const deny = (a: string, b: string) =>
  `\n  statement {\n    sid       = "Tls"\n    effect    = "Deny"\n    actions   = ["s3:*"]\n    resources = [${a}, ${b}]\n\n    principals {\n      type        = "*"\n      identifiers = ["*"]\n    }\n\n    condition {\n      test     = "Bool"\n      variable = "aws:SecureTransport"\n      values   = ["false"]\n    }\n  }\n`;
const document = (
  what: string,
  [arn, objects]: readonly [string, string],
  more: Partial<Document> = {},
  right = true,
) => {
  const about = { ...ONCE, ...more };
  fix(
    'a document with ' + what,
    [T, doc(KEPT, about), doc(KEPT + deny(arn, objects), about)],
    right ? 'right' : 'wrong',
    { resource: about.each.includes('for_each') ? 'acme-data-a' : 'acme-data' },
  );
};
document('plain', ['aws_s3_bucket.data.arn', '"${aws_s3_bucket.data.arn}/*"']);
document('partition data', [
  '"arn:${data.aws_partition.current.partition}:s3:::acme-data"',
  '"arn:${data.aws_partition.current.partition}:s3:::acme-data/*"',
]);
document('partition var', [
  '"arn:${var.partition}:s3:::acme-data"',
  '"arn:${var.partition}:s3:::acme-data/*"',
]);
document('partition var default', [
  '"arn:${var.aws_partition}:s3:::acme-data"',
  '"arn:${var.aws_partition}:s3:::acme-data/*"',
]);
document('partition local', [
  '"arn:${local.partition}:s3:::${aws_s3_bucket.data.id}"',
  '"arn:${local.partition}:s3:::${aws_s3_bucket.data.id}/*"',
]);
document('format', ['aws_s3_bucket.data.arn', 'format("%s/*", aws_s3_bucket.data.arn)']);
document(
  'for_each',
  ['aws_s3_bucket.data[each.key].arn', '"${aws_s3_bucket.data[each.key].arn}/*"'],
  {
    head: '  for_each = var.set\n',
    each: '  for_each = var.set\n',
    bucket: 'aws_s3_bucket.data[each.key]',
    index: '[each.key]',
  },
);
document('count', ['aws_s3_bucket.data[0].arn', '"${aws_s3_bucket.data[0].arn}/*"'], {
  head: '  count = var.on ? 1 : 0\n',
  each: '  count = var.on ? 1 : 0\n',
  bucket: 'aws_s3_bucket.data[0]',
  index: '[0]',
});
document('source', ['aws_s3_bucket.data.arn', '"${aws_s3_bucket.data.arn}/*"'], {
  head: '  source_policy_documents = [data.aws_iam_policy_document.base.json]\n\n',
});
document('source json', ['aws_s3_bucket.data.arn', '"${aws_s3_bucket.data.arn}/*"'], {
  head: '  source_json = data.aws_iam_policy_document.base.json\n\n',
});
document('version', ['aws_s3_bucket.data.arn', '"${aws_s3_bucket.data.arn}/*"'], {
  head: '  version = "2012-10-17"\n',
});
document(
  'source var',
  ['aws_s3_bucket.data.arn', '"${aws_s3_bucket.data.arn}/*"'],
  { head: '  source_policy_documents = var.set\n\n' },
  false,
);
document(
  'count other',
  ['aws_s3_bucket.data.arn', '"${aws_s3_bucket.data.arn}/*"'],
  { head: '  count = var.on ? 1 : 0\n', index: '[0]' },
  false,
);
const acl = (a: string, own = '') =>
  `variable "acl" {\n  type    = string\n  default = "log-delivery-write"\n}\n\nresource "aws_s3_bucket" "data" {\n  bucket = "acme-data"\n${own}}\n\n${a === '' ? '' : `resource "aws_s3_bucket_acl" "data" {\n  bucket = aws_s3_bucket.data.id\n  acl    = ${a}\n}\n`}`;
for (const [w2, a, own] of [
  ['inline var', '', '  acl    = var.acl\n'],
  ['resource var', 'var.acl', ''],
  ['cond', 'var.acl == "" ? "private" : var.acl', ''],
  ['coalesce', 'coalesce(var.acl, "private")', ''],
  ['log', '"log-delivery-write"', ''],
  ['inline log', '', '  acl    = "log-delivery-write"\n'],
] as const)
  fix(
    'an access block beside an ACL by ' + w2,
    [PA, acl(a, own), acl(a, own) + PAB('aws_s3_bucket.data.id', '')],
    'right',
  );
for (const [w2, a, own] of [
  ['inline var', '', '  acl    = var.acl\n'],
  ['inline log', '', '  acl    = "log-delivery-write"\n'],
] as const) {
  fix(
    'an ACL made private in place of ' + w2,
    [PA, acl(a, own), acl(a, '  acl    = "private"\n') + PAB('aws_s3_bucket.data.id', '')],
    'wrong',
  );
  fix(
    'an ACL dropped in place of ' + w2,
    [PA, acl(a, own), acl(a, '') + PAB('aws_s3_bucket.data.id', '')],
    'wrong',
  );
}
const SAM = (more: string) =>
  `AWSTemplateFormatVersion: '2010-09-09'\nTransform: AWS::Serverless-2016-10-31\nResources:\n  Reader:\n    Type: AWS::Serverless::Function\n    Properties:\n      Handler: a.b\n  Data:\n    Type: AWS::S3::Bucket\n    Properties:\n      BucketName: acme-data\n  Policy:\n    Type: AWS::S3::BucketPolicy\n    Properties:\n      Bucket: !Ref Data\n      PolicyDocument:\n        Version: '2012-10-17'\n        Statement:\n          - Effect: Allow\n            Principal:\n              AWS: !GetAtt ReaderRole.Arn\n            Action: s3:GetObject\n            Resource: !Sub '\${Data.Arn}/*'\n${more}`;
const SD =
  "          - Effect: Deny\n            Principal: '*'\n            Action: s3:*\n            Resource:\n              - !GetAtt Data.Arn\n              - !Sub '${Data.Arn}/*'\n            Condition:\n              Bool:\n                aws:SecureTransport: 'false'\n";
fix('a role that SAM makes', [T, SAM(''), SAM(SD)], 'right', { path: 't.yaml', target: 'Data' });
fix(
  'a role that nothing makes',
  [
    T,
    SAM(''),
    SAM(SD.replace("'*'\n            Action", '{AWS: !GetAtt WriterRole.Arn}\n            Action')),
  ],
  'wrong',
  { path: 't.yaml', target: 'Data' },
);
