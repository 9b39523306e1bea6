import { declareFixes } from './judge.ts';

const fix = declareFixes({ path: 'main.tf' });

const S = 'S3.InsecureTransport';

const TF = (st: string, head = '') => `resource "aws_s3_bucket" "data" {
  bucket = "acme-data"
}

variable "vpc" {
  default = "vpc-1"
}

data "aws_iam_policy_document" "data" {
${head}${st}}

data "aws_iam_policy_document" "base" {
  statement {
    sid       = "Base"
    actions   = ["s3:ListBucket"]
    resources = [aws_s3_bucket.data.arn]
    principals {
      type        = "AWS"
      identifiers = ["arn:aws:iam::111122223333:root"]
    }
  }
}

resource "aws_s3_bucket_policy" "data" {
  bucket = aws_s3_bucket.data.id
  policy = data.aws_iam_policy_document.data.json
}
`;
const kept = (p = '', c = '', v = 'var.vpc') => `  statement {
    sid       = "Kept"
    actions   = ["s3:GetObject"]
    resources = ["\${aws_s3_bucket.data.arn}/*"]
    principals {
      type        = "Service"
      identifiers = ["s3.amazonaws.com"]
    }
${p}    condition {
      test     = "StringEquals"
      variable = "aws:SourceVpc"
      values   = [${v}]
    }
${c}  }
`;
const deny = (
  sid = 'Tls',
  res = '[aws_s3_bucket.data.arn, "${aws_s3_bucket.data.arn}/*"]',
) => `  statement {
    sid       = "${sid}"
    effect    = "Deny"
    actions   = ["s3:*"]
    resources = ${res}
    principals {
      type        = "*"
      identifiers = ["*"]
    }
    condition {
      test     = "Bool"
      variable = "aws:SecureTransport"
      values   = ["false"]
    }
  }
`;
fix('doc right', [S, TF(kept()), TF(kept() + deny())], 'right');
fix('doc default', [S, TF(kept()), TF(kept('', '', '"vpc-1"') + deny())], 'wrong');
fix(
  'doc second principals',
  [
    S,
    TF(kept()),
    TF(
      kept(
        '    principals {\n      type        = "Service"\n      identifiers = ["x.amazonaws.com"]\n    }\n',
      ) + deny(),
    ),
  ],
  'wrong',
);
fix(
  'doc second principals other type',
  [
    S,
    TF(kept()),
    TF(
      kept('    principals {\n      type        = "AWS"\n      identifiers = ["*"]\n    }\n') +
        deny(),
    ),
  ],
  'wrong',
);
fix(
  'doc second condition',
  [
    S,
    TF(kept()),
    TF(
      kept(
        '',
        '    condition {\n      test     = "StringEquals"\n      variable = "aws:SourceVpc"\n      values   = ["vpc-2"]\n    }\n',
      ) + deny(),
    ),
  ],
  'wrong',
);
fix(
  'doc removed principals',
  [
    S,
    TF(
      kept(
        '    principals {\n      type        = "Service"\n      identifiers = ["x.amazonaws.com"]\n    }\n',
      ),
    ),
    TF(kept() + deny()),
  ],
  'wrong',
);
fix('doc sid', [S, TF(kept()), TF(kept() + deny('Kept'))], 'wrong');
fix(
  'doc sid of source',
  [
    S,
    TF(kept(), '  source_policy_documents = [data.aws_iam_policy_document.base.json]\n'),
    TF(
      kept() + deny('Base'),
      '  source_policy_documents = [data.aws_iam_policy_document.base.json]\n',
    ),
  ],
  'wrong',
);
fix(
  'doc source',
  [
    S,
    TF(kept(), '  source_policy_documents = [data.aws_iam_policy_document.base.json]\n'),
    TF(kept() + deny(), '  source_policy_documents = [data.aws_iam_policy_document.base.json]\n'),
  ],
  'right',
);
fix(
  'doc override',
  [
    S,
    TF(kept(), '  override_policy_documents = [data.aws_iam_policy_document.base.json]\n'),
    TF(kept() + deny(), '  override_policy_documents = [data.aws_iam_policy_document.base.json]\n'),
  ],
  'wrong',
);
fix(
  'doc source unknown',
  [
    S,
    TF(kept(), '  source_policy_documents = [var.vpc]\n'),
    TF(kept() + deny(), '  source_policy_documents = [var.vpc]\n'),
  ],
  'wrong',
);
fix(
  'doc partition',
  [
    S,
    TF(kept()) + 'data "aws_partition" "p" {}\n',
    TF(
      kept() +
        deny(
          'Tls',
          '["arn:${data.aws_partition.p.partition}:s3:::acme-data", "arn:${data.aws_partition.p.partition}:s3:::acme-data/*"]',
        ),
    ) + 'data "aws_partition" "p" {}\n',
  ],
  'right',
);
fix(
  'doc partition var',
  [
    S,
    'variable "partition" {\n  default = "aws"\n}\n' + TF(kept()),
    'variable "partition" {\n  default = "aws"\n}\n' +
      TF(
        kept() +
          deny(
            'Tls',
            '["arn:${var.partition}:s3:::${aws_s3_bucket.data.id}", "arn:${var.partition}:s3:::${aws_s3_bucket.data.id}/*"]',
          ),
      ),
  ],
  'right',
);
// jsonencode
const J = (st: string) => `resource "aws_s3_bucket" "data" {
  bucket = "acme-data"
}

resource "aws_s3_bucket_policy" "data" {
  bucket = aws_s3_bucket.data.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
${st}    ]
  })
}
`;
const jk = (extra = '') => `      {
        Sid       = "Kept"
        Effect    = "Allow"
        Principal = { AWS = "arn:aws:iam::111122223333:root" }
        Action    = "s3:GetObject"
        Resource  = "\${aws_s3_bucket.data.arn}/*"
${extra}      },
`;
const jd = (extra = '') => `      {
        Sid       = "Tls"
        Effect    = "Deny"
        Principal = "*"
        Action    = "s3:*"
        Resource  = [aws_s3_bucket.data.arn, "\${aws_s3_bucket.data.arn}/*"]
        Condition = { Bool = { "aws:SecureTransport" = "false" } }
${extra}      },
`;
fix('json right', [S, J(jk()), J(jk() + jd())], 'right');
fix('json repeated key kept', [S, J(jk()), J(jk('        Principal = "*"\n') + jd())], 'wrong');
fix(
  'json repeated key first',
  [
    S,
    J(jk()),
    J(jk().replace('        Principal =', '        Principal = "*"\n        Principal =') + jd()),
  ],
  'wrong',
);
fix(
  'json repeated condition',
  [S, J(jk()), J(jk() + jd('        Condition = { Bool = { "aws:SecureTransport" = "true" } }\n'))],
  'wrong',
);
fix(
  'json repeated condition first',
  [
    S,
    J(jk()),
    J(
      jk() +
        jd().replace(
          '        Condition =',
          '        Condition = { Bool = { "aws:SecureTransport" = "true" } }\n        Condition =',
        ),
    ),
  ],
  'wrong',
);
const H = (extra: string, first = '"Effect": "Allow", ') => `resource "aws_s3_bucket" "data" {
  bucket = "acme-data"
}

resource "aws_s3_bucket_policy" "data" {
  bucket = aws_s3_bucket.data.id
  policy = <<POLICY
{
  "Version": "2012-10-17",
  "Statement": [
    { "Sid": "Kept", ${first}"Principal": {"AWS": "arn:aws:iam::111122223333:root"}, "Action": "s3:GetObject", "Resource": "\${aws_s3_bucket.data.arn}/*" }${extra}
  ]
}
POLICY
}
`;
const hd =
  ',\n    { "Sid": "Tls", "Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": ["${aws_s3_bucket.data.arn}", "${aws_s3_bucket.data.arn}/*"], "Condition": {"Bool": {"aws:SecureTransport": "false"}} }';
fix('heredoc right', [S, H(''), H(hd)], 'right');
fix('heredoc repeated', [S, H(''), H(hd, '"Effect": "Allow", "Principal": "*", ')], 'wrong');
fix(
  'heredoc repeated condition',
  [
    S,
    H(''),
    H(
      hd.replace(
        '"Condition":',
        '"Condition": {"Bool": {"aws:SecureTransport": "true"}}, "Condition":',
      ),
    ),
  ],
  'wrong',
);
