/** Terraform's JSON: right and wrong blocks, and what it hides. */
import { declareFixes } from './judge.ts';

const fix = declareFixes({ path: 'main.tf.json', target: 'aws_s3_bucket.data' });

const V = 'S3.MissingVersioning';
const JS = (o: unknown) => JSON.stringify(o, null, 2) + '\n';
const base = {
  variable: { on: { default: true } },
  resource: { aws_s3_bucket: { data: { bucket: 'acme-data' }, logs: { bucket: 'acme-logs' } } },
};
const w = (o: object) => JS({ ...base, resource: { ...base.resource, ...o } });
for (const [n, o, r] of [
  [
    'id',
    { bucket: '${aws_s3_bucket.data.id}', versioning_configuration: { status: 'Enabled' } },
    1,
  ],
  [
    'list',
    { bucket: '${aws_s3_bucket.data.id}', versioning_configuration: [{ status: 'Enabled' }] },
    1,
  ],
  [
    'two',
    {
      bucket: '${aws_s3_bucket.data.id}',
      versioning_configuration: [{ status: 'Enabled' }, { status: 'Suspended' }],
    },
    0,
  ],
  [
    'string',
    { bucket: '${aws_s3_bucket.data.id}', versioning_configuration: '${{status="Enabled"}}' },
    0,
  ],
  [
    'literal ref',
    { bucket: 'aws_s3_bucket.data.id', versioning_configuration: { status: 'Enabled' } },
    0,
  ],
  [
    'escaped',
    { bucket: '$${aws_s3_bucket.data.id}', versioning_configuration: { status: 'Enabled' } },
    0,
  ],
  [
    'other',
    { bucket: '${aws_s3_bucket.logs.id}', versioning_configuration: { status: 'Enabled' } },
    0,
  ],
  [
    'count 0',
    {
      count: 0,
      bucket: '${aws_s3_bucket.data.id}',
      versioning_configuration: { status: 'Enabled' },
    },
    0,
  ],
  [
    'count expr',
    {
      count: '${var.on ? 1 : 0}',
      bucket: '${aws_s3_bucket.data.id}',
      versioning_configuration: { status: 'Enabled' },
    },
    0,
  ],
  [
    'lifecycle',
    {
      lifecycle: { ignore_changes: ['versioning_configuration'] },
      bucket: '${aws_s3_bucket.data.id}',
      versioning_configuration: { status: 'Enabled' },
    },
    0,
  ],
  [
    'misspelt',
    { bucket: '${aws_s3_bucket.data.id}', versioning_configuration: { Status: 'Enabled' } },
    0,
  ],
  [
    'provisioner',
    {
      provisioner: [{ 'local-exec': { command: 'x' } }],
      bucket: '${aws_s3_bucket.data.id}',
      versioning_configuration: { status: 'Enabled' },
    },
    0,
  ],
  [
    'dynamic',
    {
      dynamic: { versioning_configuration: { for_each: [1], content: { status: 'Enabled' } } },
      bucket: '${aws_s3_bucket.data.id}',
    },
    0,
  ],
  [
    'comment',
    {
      '//': 'x',
      bucket: '${aws_s3_bucket.data.id}',
      versioning_configuration: { status: 'Enabled' },
    },
    1,
  ],
  [
    'comment skip',
    {
      '//': 'checkov:skip=CKV_AWS_21',
      bucket: '${aws_s3_bucket.data.id}',
      versioning_configuration: { status: 'Enabled' },
    },
    0,
  ],
  [
    'file',
    { bucket: '${aws_s3_bucket.data.id}', versioning_configuration: { status: '${file("x")}' } },
    0,
  ],
] as const)
  fix(
    'versioning in JSON by ' + n,
    [V, JS(base), w({ aws_s3_bucket_versioning: { data: o } })],
    r === 1 ? 'right' : 'wrong',
  );
fix(
  'versioning in JSON by list resource',
  [
    V,
    JS(base),
    w({
      aws_s3_bucket_versioning: [
        {
          data: {
            bucket: '${aws_s3_bucket.data.id}',
            versioning_configuration: { status: 'Enabled' },
          },
        },
      ],
    }),
  ],
  'right',
);
fix(
  'versioning in JSON by two instances',
  [
    V,
    JS(base),
    w({
      aws_s3_bucket_versioning: {
        data: [
          { bucket: '${aws_s3_bucket.data.id}', versioning_configuration: { status: 'Enabled' } },
          { bucket: '${aws_s3_bucket.data.id}', versioning_configuration: { status: 'Suspended' } },
        ],
      },
    }),
  ],
  'wrong',
);
fix(
  'versioning in JSON by dup key',
  [
    V,
    JS(base),
    JS(base).replace(
      '"data": {',
      '"data": {\n        "versioning": {"enabled": false},\n        "versioning": {"enabled": true},',
    ),
  ],
  'wrong',
);
fix(
  'versioning in JSON by inline',
  [
    V,
    JS(base),
    w({
      aws_s3_bucket: {
        data: { bucket: 'acme-data', versioning: { enabled: true } },
        logs: { bucket: 'acme-logs' },
      },
    }),
  ],
  'right',
);
fix(
  'versioning in JSON by inline str',
  [
    V,
    JS(base),
    w({
      aws_s3_bucket: {
        data: { bucket: 'acme-data', versioning: { enabled: '${!var.on}' } },
        logs: { bucket: 'acme-logs' },
      },
    }),
  ],
  'wrong',
);
fix(
  'versioning in JSON by var changed',
  [
    V,
    JS(base),
    JS({
      ...base,
      variable: { on: { default: false } },
      resource: {
        aws_s3_bucket: {
          data: { bucket: 'acme-data', versioning: { enabled: true } },
          logs: { bucket: 'acme-logs' },
        },
      },
    }),
  ],
  'wrong',
);
fix(
  'versioning in JSON by output',
  [
    V,
    JS(base),
    JS({
      ...base,
      output: { x: { value: 1 } },
      resource: {
        aws_s3_bucket: {
          data: { bucket: 'acme-data', versioning: { enabled: true } },
          logs: { bucket: 'acme-logs' },
        },
      },
    }),
  ],
  'wrong',
);

// Lists of maps, which Terraform takes in place of a map: https://developer.hashicorp.com/terraform/language/syntax/json
const LISTED = (...resources: unknown[]) => JS({ resource: resources });
const DATA = { aws_s3_bucket: { data: { bucket: 'acme-data' } } };
const VERSIONED = (name: string, status: string) => ({
  aws_s3_bucket_versioning: [
    { [name]: [{ bucket: '${aws_s3_bucket.data.id}', versioning_configuration: { status } }] },
  ],
});
for (const [what, before, after, right] of [
  ['adds a block', LISTED(DATA), LISTED(DATA, VERSIONED('data', 'Enabled')), true],
  [
    'adds a second block',
    LISTED(DATA, VERSIONED('old', 'Suspended')),
    LISTED(DATA, VERSIONED('old', 'Suspended'), VERSIONED('data', 'Enabled')),
    false,
  ],
  [
    'changes the block',
    LISTED(DATA, VERSIONED('data', 'Suspended')),
    LISTED(DATA, VERSIONED('data', 'Enabled')),
    true,
  ],
] as const)
  fix(`an answer that ${what} in a list of maps`, [V, before, after], right ? 'right' : 'wrong');
for (const [siblingStatus, right] of [
  ['Suspended', false],
  [null, true],
] as const)
  fix(
    `a block beside a sibling's list of maps with ${siblingStatus ?? 'none'}`,
    [V, JS({ resource: DATA }), JS({ resource: { ...DATA, ...VERSIONED('data', 'Enabled') } })],
    right ? 'right' : 'wrong',
    {
      siblings: [
        {
          path: 'more.tf.json',
          text: LISTED(siblingStatus === null ? {} : VERSIONED('old', siblingStatus)),
        },
      ],
    },
  );
