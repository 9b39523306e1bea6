import type { MechanicalChange } from '../../../../controls/code-change.ts';
import { printable, reject } from '../rejection.ts';
import type { Rejection } from '../rejection.ts';
import { asRecord, includesWord, moduleBlocks } from '../source/model.ts';
import type { Block, SourceModel } from '../source/model.ts';
import { ANY, both, compare, isWithin, rangeOf, versionOf } from './modules/version-range.ts';
import type { VersionRange } from './modules/version-range.ts';

/**
 * The provider's version that brought a block or an argument, or the major version before it. Those of 4.0 came back to 3.75 as well.
 * https://registry.terraform.io/providers/hashicorp/aws/latest/docs/guides/version-4-upgrade and the provider's
 * CHANGELOG.md (read 2026-11-30)
 */
const BLOCKS: Readonly<Record<string, string>> = {
  aws_s3_bucket_accelerate_configuration: '4.0.0',
  aws_s3_bucket_acl: '4.0.0',
  aws_s3_bucket_cors_configuration: '4.0.0',
  aws_s3_bucket_lifecycle_configuration: '4.0.0',
  aws_s3_bucket_logging: '4.0.0',
  aws_s3_bucket_public_access_block: '1.52.0',
  aws_s3_bucket_server_side_encryption_configuration: '4.0.0',
  aws_s3_bucket_versioning: '4.0.0',
  aws_s3_bucket_website_configuration: '4.0.0',
};
const BACKPORT = { of: '4.0.0', to: '3.75.0' };
const ARGUMENTS: Readonly<Record<string, string>> = {
  blocked_encryption_types: '6.0.0',
  bucket_key_enabled: '3.0.0',
  region: '6.0.0',
  rotation_period_in_days: '5.0.0',
  target_object_key_format: '5.0.0',
};

/** Arguments of a bucket that were computed only from 4.0 on, and could be set again from 4.9 on. */
const INLINE = [
  'acl',
  'grant',
  'logging',
  'policy',
  'server_side_encryption_configuration',
  'versioning',
];
const COMPUTED: VersionRange = { from: versionOf('4.0.0'), below: versionOf('4.9.0') };

/** https://github.com/hashicorp/terraform/blob/main/CHANGELOG.md: what older versions do not read. */
const SYNTAX: readonly { readonly since: string; readonly what: string; readonly in: RegExp }[] = [
  {
    since: '0.12.0',
    what: 'an expression outside of quotes',
    in: /\b(?:aws_\w+|data\.\w+|var|local|module)\.[A-Za-z_]|\b[a-z]\w*\(/,
  },
  { since: '0.12.6', what: 'for_each', in: /^\s*for_each\s*=/ },
  { since: '0.12.20', what: 'try()', in: /\b(?:try|can)\(/ },
  { since: '0.15.0', what: 'one()', in: /\bone\(/ },
];

/** The last provider for Terraform 0.11 is 2.70. https://registry.terraform.io/providers/hashicorp/aws/latest/docs/guides/version-3-upgrade */
const LAST_FOR_0_11: VersionRange = { from: [0, 0, 0], below: versionOf('3.0.0') };

interface Added {
  readonly block: Block;
  readonly isNew: boolean;
  /** Names of the parts of the block that the answer changes. */
  readonly changed: readonly string[];
  /** The added lines of the answer. */
  readonly lines: readonly string[];
}

/** The versions that the module requires, or has locked, do not know what the answer uses. */
export function findTooNew(model: SourceModel, added: Added): Rejection | null {
  const provider = providerRange(model);
  return (
    findNewBlock(provider, added) ??
    findNewArgument(model, provider, added) ??
    findComputed(provider, added) ??
    findSyntax(terraformRange(model), added.lines)
  );
}

/** How a fix that is always the same is written for the versions of a module; null where no form is known. */
export function inVersions(
  model: SourceModel,
  change: MechanicalChange,
): { readonly change: MechanicalChange; readonly quoted: boolean } | null {
  const quoted = mayBeQuoted(terraformRange(model));
  const { companion, inline } = change;
  if (companion === null || !lacksBlock(providerRange(model), companion.type))
    return { change, quoted };
  return inline === undefined ? null : { change: { ...change, ...inline }, quoted };
}

function findNewBlock(provider: VersionRange, { block, isNew }: Added): Rejection | null {
  if (!isNew || !lacksBlock(provider, block.type)) return null;
  const since = BLOCKS[block.type] ?? '';
  const what = `${printable(block.type)} exists since version ${short(since)} of the AWS provider`;
  return reject('OLD_VERSION', `${what}, and the module requires an older one.`);
}

function findNewArgument(
  { blocks }: SourceModel,
  provider: VersionRange,
  { block }: Added,
): Rejection | null {
  if (block.kind !== 'resource') return null;
  const old = blocks.find(({ key }) => key === block.key)?.text ?? '';
  const found = Object.entries(ARGUMENTS).find(
    ([name, since]) =>
      isBefore(provider, since) && includesWord(block.text, name) && !includesWord(old, name),
  );
  if (found === undefined) return null;
  const what = `${found[0]} does not exist before version ${short(found[1])} of the AWS provider`;
  return reject('OLD_VERSION', `${what}, and the module requires an older one.`);
}

function findComputed(provider: VersionRange, { block, changed }: Added): Rejection | null {
  const isInside = isWithin(provider, COMPUTED);
  const set = changed.find((name) => INLINE.includes(name) && Object.hasOwn(block.body, name));
  if (block.type !== 'aws_s3_bucket' || set === undefined || !isInside) return null;
  const what = `${set} of a bucket cannot be set in versions 4.0 to 4.8 of the AWS provider`;
  return reject('OLD_VERSION', `${what}, one of which the module requires.`);
}

function findSyntax(terraform: VersionRange, lines: readonly string[]): Rejection | null {
  const bare = lines.map((line) => line.replaceAll(/"[^"]*"|#.*$|\/\/.*$/g, ''));
  const found = SYNTAX.find(
    ({ since, in: pattern }) =>
      (isBefore(terraform, since) || (since === '0.12.0' && mayBeQuoted(terraform))) &&
      bare.some((line) => pattern.test(line)),
  );
  if (found === undefined) return null;
  const what = `The answer has ${found.what}`;
  return reject('OLD_VERSION', `${what}, which the required Terraform version does not read.`);
}

function lacksBlock(provider: VersionRange, type: string): boolean {
  const since = Object.hasOwn(BLOCKS, type) ? BLOCKS[type] : undefined;
  if (since === undefined || !isBefore(provider, since)) return false;
  return since !== BACKPORT.of || compare(provider.from, versionOf(BACKPORT.to)) < 0;
}

/** Is every version of the range older? */
function isBefore({ below }: VersionRange, version: string): boolean {
  return below !== null && compare(below, versionOf(version)) <= 0;
}

/** Before 0.12, expressions stand in quotes. `~> 0.11` allows later versions too, and was meant for 0.11. */
function mayBeQuoted(range: VersionRange): boolean {
  const { from, below } = range;
  const isNamed = compare(from, [0, 0, 0]) > 0 && compare(from, versionOf('0.12.0')) < 0;
  return isBefore(range, '0.12.0') || (isNamed && below !== null);
}

function providerRange(model: SourceModel): VersionRange {
  const blocks = moduleBlocks(model);
  const required = blocks
    .filter(({ kind }) => kind === 'terraform')
    .flatMap(({ body }) => [body['required_providers']].flat())
    .map((one) => asRecord(one)?.['aws'])
    .map((one) => asRecord([one].flat()[0])?.['version'] ?? one);
  const provider = blocks
    .filter(({ kind, address }) => kind === 'provider' && address === 'provider.aws')
    .map(({ body }) => body['version']);
  const given = rangeWithin([...required, ...provider, model.module.lockedProvider]);
  return isBefore(terraformRange(model), '0.12.0') ? both(given, LAST_FOR_0_11) : given;
}

function terraformRange(model: SourceModel): VersionRange {
  const blocks = moduleBlocks(model).filter(({ kind }) => kind === 'terraform');
  return rangeWithin(blocks.map(({ body }) => body['required_version']));
}

/** What all constraints allow; one that is not understood allows everything. */
function rangeWithin(constraints: readonly unknown[]): VersionRange {
  return constraints
    .flatMap((one) => (typeof one === 'string' ? (rangeOf(one) ?? []) : []))
    .reduce(both, ANY);
}

/** `4.0` of `4.0.0`. */
function short(version: string): string {
  return version.split('.').slice(0, 2).join('.');
}
