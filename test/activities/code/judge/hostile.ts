/**
 * Files that are written to hold the judge up. Those in `QUICK`, some of each kind, and in `MORE` are refused, or read,
 * long before the limit.
 */
import type { SiblingFile } from '../../../../activities/code/validate/language.ts';

export interface Hostile {
  readonly what: string;
  readonly path: string;
  readonly text: string;
  readonly siblings?: readonly SiblingFile[];
}

const BUCKET = 'resource "aws_s3_bucket" "logs" {\n  bucket = "payments-logs"\n}\n';
const TEMPLATE =
  'Resources:\n  Logs:\n    Type: AWS::S3::Bucket\n    Properties:\n      BucketName: payments-logs\n';
const SIZE = 400_000;

export const QUICK: readonly Hostile[] = [
  value('a number that no machine holds', '1e999999999'),
  terraform('a heredoc with a name of 190 KB', heredoc('E'.repeat(190_000))),
  beside('lists in lists', {
    path: 'x.tf.json',
    text: `{"locals": {"a": ${around('[', ']', 199_000)}}}`,
  }),
  many('more files than a folder may have', 10_000, () => ''),
  template('lists in lists', `Metadata:\n  ${'- '.repeat(190_000)}1\n`),
  json('objects in objects', `{"Resources": ${around('{"a":', '}', 60_000)}}`),
  json('a number of 400 KB', `{"Resources": {"a": ${'9'.repeat(SIZE)}}}`),
];

/** As quick, but not free: `npm run test:long` runs them. */
export const MORE: readonly Hostile[] = [
  value('brackets one in another', around('(', ')', 150_000)),
  value('one line of 400 KB', `"${'x'.repeat(SIZE)}"`),
  terraform('a comment without an end', `/*${'*'.repeat(SIZE)}`),
  template('aliases that multiply', aliases()),
  template('an alias of itself', 'Metadata: &a\n  b: *a\n'),
];

export const SLOW: readonly Hostile[] = [
  value('lists in lists', around('[', ']', 199_000)),
  value('calls in calls', around('f(', ')', 100_000)),
  value('signs', `${'-'.repeat(200_000)}1`),
  value('conditions', `${'true ? 1 : '.repeat(30_000)}1`),
  value('indexes', `x${'[0]'.repeat(100_000)}`),
  value('splats', `x${'[*]'.repeat(100_000)}`),
  value('a number of 400 KB', '9'.repeat(SIZE)),
  value('large numbers', `[${'1e999,'.repeat(17_000)}]`),
  value('templates in templates', around('"${', '}"', 50_000)),
  value('directives without an end', `"${'%{ if true }'.repeat(16_000)}"`),
  value('dollars', `"${'$'.repeat(SIZE)}"`),
  value('a list on one line', `[${'1,'.repeat(200_000)}]`),
  terraform('blocks in blocks', `${'a {\n'.repeat(60_000)}${'}\n'.repeat(60_000)}`),
  terraform('a heredoc without an end', `locals {\n  a = <<EOT\n${'EO\n'.repeat(130_000)}`),
  terraform(
    'heredocs',
    locals(20_000, (n) => `a${n} = <<E\nE`),
  ),
  terraform('quotes', '"'.repeat(SIZE)),
  terraform('labels', `a ${'"b" '.repeat(100_000)}{\n}\n`),
  terraform(
    'blocks',
    repeated(10_000, (n) => `resource "a_b" "c${n}" {\n}\n`),
  ),
  terraform(
    'companions of each other',
    repeated(3500, (n) => {
      const next = `aws_s3_bucket_versioning.c${n + 1}.bucket`;
      return `resource "aws_s3_bucket_versioning" "c${n}" {\n  bucket = ${next}\n}\n`;
    }),
  ),
  {
    what: 'Terraform: locals that multiply in the name',
    path: 'main.tf',
    text:
      BUCKET.replace('"payments-logs"', 'local.a0') +
      locals(40, (n) => `a${n} = "${`\${local.a${n + 1}}`.repeat(200)}"`),
  },
  many('60 files of 16 KB', 60, (file) =>
    repeated(300, (n) => `resource "aws_s3_bucket" "c${file}_${n}" {\n bucket = "n${n}"\n}\n`),
  ),
  beside('variables', {
    path: 'terraform.tfvars',
    text: repeated(40_000, (n) => `a${n} = "x"\n`),
  }),
  template(
    'keys',
    repeated(36_000, (n) => `  K${n}: 1\n`),
  ),
  template('anchors', `Metadata:\n${repeated(15_000, (n) => `  - &a${n} ${n}\n  - *a${n}\n`)}`),
  template('documents', '---\n'.repeat(100_000)),
  template('flow lists in lists', `Metadata: ${around('[', ']', 190_000)}\n`),
];

function terraform(what: string, more: string): Hostile {
  return { what: `Terraform: ${what}`, path: 'main.tf', text: BUCKET + more };
}

function value(what: string, expression: string): Hostile {
  return terraform(what, `locals {\n  a = ${expression}\n}\n`);
}

function heredoc(name: string): string {
  return `locals {\n  a = <<${name}\nx\n${name}\n}\n`;
}

function locals(count: number, line: (n: number) => string): string {
  return `locals {\n${repeated(count, (n) => `  ${line(n)}\n`)}}\n`;
}

function beside(what: string, sibling: SiblingFile): Hostile {
  return { ...terraform(what, ''), what: `a neighbour: ${what}`, siblings: [sibling] };
}

function many(what: string, count: number, text: (file: number) => string): Hostile {
  const siblings = Array.from({ length: count }, (_, n) => ({ path: `s${n}.tf`, text: text(n) }));
  return { ...terraform(what, ''), what: `neighbours: ${what}`, siblings };
}

function template(what: string, more: string): Hostile {
  return { what: `a template: ${what}`, path: 's3.yaml', text: TEMPLATE + more };
}

function json(what: string, text: string): Hostile {
  return { what: `a JSON template: ${what}`, path: 's3.json', text };
}

function around(open: string, close: string, times: number): string {
  return `${open.repeat(times)}1${close.repeat(times)}`;
}

function repeated(count: number, text: (n: number) => string): string {
  return Array.from({ length: count }, (_, n) => text(n)).join('');
}

function aliases(): string {
  const lists = repeated(12, (n) => `  a${n + 1}: &a${n + 1} [${`*a${n},`.repeat(9)}]\n`);
  return `Metadata:\n  a0: &a0 [x, x, x]\n${lists}`;
}
