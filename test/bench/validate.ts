/** The validator on one machine: how long an answer takes, what Checkov adds, and whether memory grows. */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { startCheckov } from '../../activities/code/validate/checkov/checkov.ts';
import { openLanguages } from '../../activities/code/validate/languages.ts';
import { validate } from '../../activities/code/validate/validate.ts';
import type { Accepted } from '../../activities/code/validate/validate.ts';
import { checkovPython } from '../../sandbox/tools/index.ts';
import { readCorpus } from '../activities/code/corpus.ts';
import { findingOf } from '../activities/code/finding.ts';
import { median, rounded } from './figure.ts';
import type { Figure } from './figure.ts';

const BUCKET = 'payments-logs';
const PATH = 'main.tf';
const WARM_UP = 20;
const FILES = [
  { name: '10kb', bytes: 10_000, times: 400, target: 20 },
  { name: '200kb', bytes: 200_000, times: 100, target: 300 },
] as const;

export async function validateFigures(): Promise<readonly Figure[]> {
  const figures: Figure[] = [];
  for (const { name, bytes, times, target } of FILES) {
    const ms = await timesOf(fileOf(bytes), times);
    const against = `at most ${target}, ${times} right answers, warm`;
    figures.push({ name: `validate.p99_ms_${name}`, value: p99(ms), unit: 'ms', against });
  }
  return [...figures, await checkovFigure(), coldStart(), await memory()];
}

/** A file of that size with the bucket in the middle, and a right answer for it. */
function fileOf(bytes: number): { readonly source: Buffer; readonly answer: string } {
  const count = Math.floor(bytes / bucket('payments-0000').length);
  const others = Array.from({ length: count - 1 }, (_, at) =>
    bucket(`payments-${String(at).padStart(4, '0')}`),
  );
  const half = Math.floor(others.length / 2);
  const before = others.slice(0, half).join('') + bucket(BUCKET);
  const source = Buffer.from(before + others.slice(half).join(''));
  const line = before.split('\n').length - 1;
  return {
    source,
    answer: `--- a/${PATH}\n+++ b/${PATH}\n@@ -${line},0 +${line + 1},8 @@\n${BLOCK}`,
  };
}

function bucket(name: string): string {
  return `# Owned by payments.\nresource "aws_s3_bucket" "${name.replaceAll('-', '_')}" {\n  bucket = "${name}"\n\n  tags = {\n    Name = "\${var.stage}-${name}" # for the bill\n  }\n}\n\n`;
}

const BLOCK = `resource "aws_s3_bucket_public_access_block" "payments_logs" {
  bucket                  = aws_s3_bucket.payments_logs.id
  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}

`.replaceAll(/^(?=.*\n)/gm, '+');

async function timesOf(
  { source, answer }: ReturnType<typeof fileOf>,
  times: number,
): Promise<readonly number[]> {
  const languages = openLanguages();
  const all: number[] = [];
  for (let time = 0; time < WARM_UP + times; time++) {
    const start = performance.now();
    const result = await validate({ ...ASKED, source, answer }, languages);
    all.push(performance.now() - start);
    if (!('accepted' in result)) throw new Error(`${result.code}: ${result.reason}`);
  }
  await languages.close();
  return all.slice(WARM_UP);
}

const ASKED = {
  paths: [PATH],
  control: 'S3.PublicAccess',
  account: '111122223333',
  target: { address: null, resourceName: BUCKET, tags: new Map<string, string>() },
};

function p99(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return rounded(sorted[Math.ceil(sorted.length * 0.99) - 1] ?? Number.NaN);
}

async function checkovFigure(): Promise<Figure> {
  const { scan } = await acceptedOf(fileOf(FILES[0].bytes));
  const checkov = startCheckov(await checkovPython());
  const all: number[] = [];
  for (let time = 0; time < 21; time++) {
    const start = performance.now();
    const result = await checkov.scan({ ...scan, name: PATH });
    all.push(performance.now() - start);
    if ('unavailable' in result) throw new Error(result.unavailable);
  }
  await checkov.close();
  const against = 'the file before and after, 10 KB each, in one warm process';
  return { name: 'checkov.warm_ms', value: rounded(median(all.slice(2))), unit: 'ms', against };
}

async function acceptedOf({ source, answer }: ReturnType<typeof fileOf>): Promise<Accepted> {
  const languages = openLanguages();
  const result = await validate({ ...ASKED, source, answer }, languages);
  await languages.close();
  if ('accepted' in result) return result;
  throw new Error(`${result.code}: ${result.reason}`);
}

/** The whole command, from its start to its exit, as a script runs it. */
function coldStart(): Figure {
  const folder = mkdtempSync(join(tmpdir(), 'closeloop-bench-'));
  const { source, answer } = fileOf(FILES[0].bytes);
  const id = `arn:aws:s3:::${BUCKET}`;
  const finding = JSON.stringify(findingOf({ control: 'S3.8', type: 'AwsS3Bucket', id }));
  const files = { [PATH]: source, 'finding.json': finding, 'answer.diff': answer };
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  const main = join(import.meta.dirname, '../../console/main.ts');
  const words = ['--finding', 'finding.json', '--source', PATH, '--diff', 'answer.diff', '--json'];
  const all = Array.from({ length: 9 }, () => {
    const start = performance.now();
    const { status, stderr } = spawnSync(process.execPath, [main, 'fix', 'check', ...words], {
      cwd: folder,
      encoding: 'utf8',
    });
    if (status !== 0) throw new Error(stderr);
    return performance.now() - start;
  });
  rmSync(folder, { recursive: true });
  const against = `node's own start: ${rounded(nodeStart())} ms; 10 KB of Terraform`;
  return { name: 'fix_check.cold_start_ms', value: rounded(median(all)), unit: 'ms', against };
}

function nodeStart(): number {
  const all = Array.from({ length: 5 }, () => {
    const start = performance.now();
    execFileSync(process.execPath, ['-e', '']);
    return performance.now() - start;
  });
  return median(all);
}

const VALIDATIONS = 10_000;

/** Every answer of the corpus again and again. The first tenth fills caches and the parsers' own memory. */
async function memory(): Promise<Figure> {
  const corpus = readCorpus();
  const languages = openLanguages();
  let settled = 0;
  for (let time = 0; time < VALIDATIONS; time++) {
    const one = corpus[time % corpus.length];
    if (one !== undefined) await validate(one.input, languages);
    if (time === VALIDATIONS / 10) settled = process.memoryUsage.rss();
  }
  const grown = (process.memoryUsage.rss() - settled) / 2 ** 20;
  await languages.close();
  const against = `flat: RSS after ${VALIDATIONS} validations less RSS after ${VALIDATIONS / 10}, which was ${rounded(settled / 2 ** 20)} MiB`;
  return { name: 'validate.memory_growth_mib', value: rounded(grown), unit: 'MiB', against };
}
