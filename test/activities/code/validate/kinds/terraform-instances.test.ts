/** Companions of buckets with `count` or `for_each`: once for each instance, or not. */
import { declareFixes } from './judge.ts';

const fix = declareFixes({
  path: 'main.tf',
  target: 'aws_s3_bucket.data',
  resource: 'acme-x',
});

const V = 'S3.MissingVersioning';
const F = (extra = '') =>
  `variable "names" {\n  type    = set(string)\n  default = ["a", "b"]\n}\n\nvariable "cfg" {\n  type = map(object({ versioned = bool, log = string }))\n}\n\nvariable "on" {\n  type    = bool\n  default = true\n}\n\nresource "aws_s3_bucket" "logs" {\n  bucket = "acme-logs"\n}\n\nresource "aws_s3_bucket" "data" {\n  for_each = var.cfg\n  bucket   = "acme-\${each.key}"\n}\n\n${extra}`;
const CO = (meta: string, link: string, st = '"Enabled"') =>
  `resource "aws_s3_bucket_versioning" "data" {\n${meta}  bucket = ${link}\n  versioning_configuration {\n    status = ${st}\n  }\n}\n`;
for (const [m, l, r] of [
  ['  for_each = var.cfg\n', 'aws_s3_bucket.data[each.key].id', 1],
  ['  for_each = aws_s3_bucket.data\n', 'each.value.id', 1],
  ['  for_each = aws_s3_bucket.data\n', 'each.value.bucket', 1],
  ['  for_each = aws_s3_bucket.data\n', 'aws_s3_bucket.data[each.key].id', 1],
  ['  for_each = { for k, v in aws_s3_bucket.data : k => v.id }\n', 'each.value', 1],
  ['  for_each = { for k, b in aws_s3_bucket.data : k => b }\n', 'each.value.id', 1],
  ['  for_each = toset(keys(var.cfg))\n', 'aws_s3_bucket.data[each.key].id', 1],
  ['  for_each = toset(keys(aws_s3_bucket.data))\n', 'aws_s3_bucket.data[each.value].id', 1],
  [
    '  for_each = { for k, v in var.cfg : k => v if v.versioned }\n',
    'aws_s3_bucket.data[each.key].id',
    0,
  ],
  ['  for_each = { for k, v in aws_s3_bucket.data : k => v if k != "x" }\n', 'each.value.id', 0],
  ['  for_each = var.names\n', 'aws_s3_bucket.data[each.key].id', 0],
  ['  for_each = var.on ? var.cfg : {}\n', 'aws_s3_bucket.data[each.key].id', 0],
  ['', 'aws_s3_bucket.data["x"].id', 0],
  ['  for_each = toset(["x"])\n', 'aws_s3_bucket.data[each.key].id', 0],
  ['  for_each = var.cfg\n', 'aws_s3_bucket.data["x"].id', 0],
  ['  for_each = var.cfg\n', 'each.value.log', 0],
  ['  for_each = var.cfg\n', 'each.key', 0],
  ['  for_each = var.cfg\n', '"acme-${each.key}"', 1],
  ['  for_each = var.cfg\n', '"acme-${each.value.log}"', 0],
  ['  count = length(var.cfg)\n', 'values(aws_s3_bucket.data)[count.index].id', 0],
  ['  for_each = merge(var.cfg, {})\n', 'aws_s3_bucket.data[each.key].id', 0],
  ['  for_each = aws_s3_bucket.logs\n', 'each.value.id', 0],
  ['  for_each = slice(var.cfg, 0, 1)\n', 'aws_s3_bucket.data[each.key].id', 0],
] as const)
  fix(`a companion with ${m.trim()} ${l}`, [V, F(), F() + CO(m, l)], r === 1 ? 'right' : 'wrong');
for (const st of [
  'each.value.versioned ? "Enabled" : "Suspended"',
  'lookup(each.value, "s", "Enabled")',
  'each.key == "x" ? "Enabled" : "Suspended"',
])
  fix(
    'a companion for each instance with the status ' + st,
    [V, F(), F() + CO('  for_each = var.cfg\n', 'aws_s3_bucket.data[each.key].id', st)],
    'wrong',
  );
const C = (n: string) =>
  `variable "n" {\n  type    = number\n  default = 2\n}\n\nvariable "on" {\n  type    = bool\n  default = true\n}\n\nresource "aws_s3_bucket" "logs" {\n  bucket = "acme-logs"\n}\n\nresource "aws_s3_bucket" "data" {\n  count  = ${n}\n  bucket = "acme-x"\n}\n\n`;
for (const [n, m, l, r] of [
  ['var.on ? 1 : 0', '  count  = var.on ? 1 : 0\n', 'aws_s3_bucket.data[0].id', 1],
  ['var.on ? 1 : 0', '  count  = var.on ? 1 : 0\n', 'aws_s3_bucket.data[count.index].id', 1],
  ['var.on ? 1 : 0', '  count  = var.on ? 1 : 0\n', 'one(aws_s3_bucket.data[*].id)', 1],
  ['var.on ? 1 : 0', '  count  = var.on ? 1 : 0\n', 'aws_s3_bucket.data.*.id[0]', 1],
  ['var.on ? 1 : 0', '  count  = var.on ? 1 : 0\n', 'join("", aws_s3_bucket.data.*.id)', 1],
  ['var.on ? 1 : 0', '  count  = var.on ? 1 : 0\n', 'element(aws_s3_bucket.data.*.id, 0)', 1],
  [
    'var.on ? 1 : 0',
    '  count = length(aws_s3_bucket.data)\n',
    'aws_s3_bucket.data[count.index].id',
    1,
  ],
  ['var.on ? 1 : 0', '', 'aws_s3_bucket.data[0].id', 0],
  ['var.on ? 1 : 0', '  count  = var.on ? 0 : 1\n', 'aws_s3_bucket.data[0].id', 0],
  ['var.on ? 1 : 0', '  count  = var.n\n', 'aws_s3_bucket.data[0].id', 0],
  ['var.on ? 1 : 0', '  count  = var.on ? 1 : 0\n', 'aws_s3_bucket.data.id', 0],
  ['var.on ? 1 : 0', '  count  = var.on ? 1 : 0\n', 'aws_s3_bucket.data[1].id', 0],
  ['var.n', '  count  = var.n\n', 'aws_s3_bucket.data[0].id', 0],
  ['var.n', '  count  = var.n\n', 'aws_s3_bucket.data[count.index].id', 1],
  ['var.n', '  count  = 2\n', 'aws_s3_bucket.data[count.index].id', 0],
  ['var.n', '  count  = var.n - 1\n', 'aws_s3_bucket.data[count.index].id', 0],
  ['var.n', '  count  = min(var.n, 1)\n', 'aws_s3_bucket.data[count.index].id', 0],
  ['2', '  count  = 2\n', 'aws_s3_bucket.data[count.index].id', 1],
  ['2', '  count  = 1\n', 'aws_s3_bucket.data[count.index].id', 0],
  ['2', '', 'aws_s3_bucket.data[0].id', 0],
  ['1', '', 'aws_s3_bucket.data[0].id', 1],
  ['2', '  count  = 2\n', 'element(aws_s3_bucket.data.*.id, count.index)', 1],
  ['2', '  count  = 2\n', 'aws_s3_bucket.data[count.index + 1].id', 0],
  ['2', '  count  = 2\n', 'aws_s3_bucket.data.*.id[count.index]', 1],
  ['0', '  count = 0\n', 'aws_s3_bucket.data[count.index].id', 0],
  ['local.n', '  count = local.n\n', 'aws_s3_bucket.data[count.index].id', 1],
] as const)
  fix(
    `a companion of a bucket with count ${n}, by ${m.trim()} ${l}`,
    [V, C(n), C(n) + CO(m, l)],
    r === 1 ? 'right' : 'wrong',
  );

// The names of all instances are in the file: by their keys, their values, or what the values hold.
const located = declareFixes({ path: 'main.tf', resource: 'acme-data' });
for (const [forEach, name, right] of [
  ['{ a = "acme-data", b = "acme-b" }', 'each.value', 1],
  ['{ a = "acme-a", b = "acme-b" }', 'each.value', 0],
  ['{ data = "x" }', '"acme-${each.value}"', 0],
  ['{ x = "data" }', '"acme-${each.value}"', 1],
  ['{ a = { name = "acme-data" } }', 'each.value.name', 1],
  ['{ a = { name = "acme-data" } }', 'each.value["name"]', 1],
  ['{ a = { name = "acme-a" } }', 'each.value.name', 0],
  ['toset(["acme-data", "acme-b"])', 'each.value', 1],
  ['toset(["acme-data", "acme-b"])', 'each.key', 1],
  ['toset(["acme-a", "acme-b"])', 'each.key', 0],
] as const) {
  const before = `resource "aws_s3_bucket" "data" {\n  for_each = ${forEach}\n  bucket   = ${name}\n}\n\n`;
  const after = before + CO('  for_each = aws_s3_bucket.data\n', 'each.value.id');
  located(
    `a companion of buckets over ${forEach} that are called ${name}`,
    [V, before, after],
    right === 1 ? 'right' : 'wrong',
  );
}
