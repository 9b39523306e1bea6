import { printable, reject } from '../rejection.ts';
import type { Rejection } from '../rejection.ts';
import { asRecord, moduleBlocks } from '../source/model.ts';
import type { Block, SourceModel } from '../source/model.ts';

/** https://registry.terraform.io/providers/hashicorp/aws/latest/docs/guides/version-4-upgrade (read 2026-11-30) */
const SINCE_4 = new Set([
  'aws_s3_bucket_accelerate_configuration',
  'aws_s3_bucket_acl',
  'aws_s3_bucket_cors_configuration',
  'aws_s3_bucket_lifecycle_configuration',
  'aws_s3_bucket_logging',
  'aws_s3_bucket_server_side_encryption_configuration',
  'aws_s3_bucket_versioning',
  'aws_s3_bucket_website_configuration',
]);

/** Terraform 0.12 was the first with references outside of quotes. */
const BARE_REFERENCE = /\b(?:aws_\w+|data\.\w+|var|local|module)\.[A-Za-z_]|\b[a-z]\w*\(/;

interface Added {
  readonly block: Block;
  readonly isNew: boolean;
  /** The added lines of the answer. */
  readonly lines: readonly string[];
}

/** The versions that the module requires do not know what the answer uses. */
export function findTooNew(model: SourceModel, { block, isNew, lines }: Added): Rejection | null {
  if (isNew && SINCE_4.has(block.type) && isBelow(providerVersions(model), [4, 0], [3, 75])) {
    const what = `${printable(block.type)} exists since version 4.0 of the AWS provider`;
    return reject('OLD_VERSION', `${what}, and the module requires an older one.`);
  }
  const bare = lines.some((line) =>
    BARE_REFERENCE.test(line.replaceAll(/"[^"]*"|#.*$|\/\/.*$/g, '')),
  );
  if (!bare || !isBelow(terraformVersions(model), [0, 12], [0, 12])) return null;
  const what = 'The answer has an expression outside of quotes';
  return reject('OLD_VERSION', `${what}, which the required Terraform version does not read.`);
}

function providerVersions(model: SourceModel): readonly string[] {
  const blocks = moduleBlocks(model);
  const required = blocks
    .filter(({ kind }) => kind === 'terraform')
    .flatMap(({ body }) => [body['required_providers']].flat())
    .map((one) => asRecord(one)?.['aws'])
    .map((one) => asRecord([one].flat()[0])?.['version'] ?? one);
  const provider = blocks
    .filter(({ kind, address }) => kind === 'provider' && address === 'provider.aws')
    .map(({ body }) => body['version']);
  return [...required, ...provider].filter((one) => typeof one === 'string');
}

function terraformVersions(model: SourceModel): readonly string[] {
  return moduleBlocks(model)
    .filter(({ kind }) => kind === 'terraform')
    .map(({ body }) => body['required_version'])
    .filter((one) => typeof one === 'string');
}

type Version = readonly [number, number];

/** Does a constraint end below `limit` and begin below `known`? https://developer.hashicorp.com/terraform/language/expressions/version-constraints */
function isBelow(constraints: readonly string[], limit: Version, known: Version): boolean {
  const parts = constraints.flatMap((one) => one.split(','));
  const ends = parts.flatMap((part) => endOf(part, limit));
  const starts = parts.flatMap(startOf);
  return ends.some(Boolean) && !starts.some((start) => !less(start, known));
}

const PART = /^\s*(>=|<=|!=|~>|>|<|=)?\s*v?(\d+)(?:\.(\d+))?(\.\d+)?/;

/** Whether one part of a constraint excludes every version from `limit` on; nothing for a part without an upper end. */
function endOf(part: string, limit: Version): readonly boolean[] {
  const [, operator = '=', major = '', minor, patch] = PART.exec(part) ?? [];
  if (major === '') return [];
  const version: Version = [Number(major), Number(minor ?? 0)];
  if (operator === '<') return [!less(limit, version)];
  if (operator === '=' || operator === '<=') return [less(version, limit)];
  if (operator !== '~>') return [];
  // The last part given may grow.
  const next: Version = patch === undefined ? [version[0] + 1, 0] : [version[0], version[1] + 1];
  return [!less(limit, next)];
}

function startOf(part: string): readonly Version[] {
  const [, operator = '=', major = '', minor] = PART.exec(part) ?? [];
  if (major === '' || !/^(?:>=|>|=|~>)$/.test(operator)) return [];
  return [[Number(major), Number(minor ?? 0)]];
}

function less([a, b]: Version, [c, d]: Version): boolean {
  return a < c || (a === c && b < d);
}
