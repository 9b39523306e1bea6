import type { Block } from '../../source/model.ts';
import {
  CLOUDPOSSE_CLOUDTRAIL_S3_BUCKET,
  CLOUDPOSSE_KMS_KEY,
  CLOUDPOSSE_S3_BUCKET,
  CLOUDPOSSE_S3_LOG_STORAGE,
  CLOUDPOSSE_VPC_FLOW_LOGS_S3_BUCKET,
} from './cloudposse.ts';
import type { ModuleTable } from './table.ts';
import { TERRAFORM_AWS_KMS, TERRAFORM_AWS_S3_BUCKET } from './terraform-aws-modules.ts';
import { isWithin, rangeOf, versionOf } from './version-range.ts';
import type { VersionRange } from './version-range.ts';

/** The public modules whose inputs are known. */
export const MODULE_TABLES: readonly ModuleTable[] = [
  TERRAFORM_AWS_S3_BUCKET,
  TERRAFORM_AWS_KMS,
  CLOUDPOSSE_S3_BUCKET,
  CLOUDPOSSE_S3_LOG_STORAGE,
  CLOUDPOSSE_CLOUDTRAIL_S3_BUCKET,
  CLOUDPOSSE_VPC_FLOW_LOGS_S3_BUCKET,
  CLOUDPOSSE_KMS_KEY,
];

/** A call of a known module, in versions that its table speaks for. */
export interface KnownCall {
  readonly table: ModuleTable;
  readonly range: VersionRange;
}

/**
 * The source of a call, without the host of the public registries of Terraform and OpenTofu; null without a source.
 * https://developer.hashicorp.com/terraform/language/modules/sources#terraform-registry
 */
export function registryAddress({ body }: Pick<Block, 'body'>): string | null {
  const source = body['source'];
  if (typeof source !== 'string') return null;
  return source.replace(/^registry\.(?:terraform\.io|opentofu\.org)\//, '');
}

/** The table of the module that a block calls; null for any other block, for forks and for copies in Git. */
export function tableOf({ kind, body }: Block): ModuleTable | null {
  if (kind !== 'module') return null;
  const address = registryAddress({ body });
  return MODULE_TABLES.find((table) => table.source === address) ?? null;
}

/** The call, or why the table does not speak for its version: the end of a sentence. */
export function readCall({ body }: Block, table: ModuleTable): KnownCall | string {
  const version = body['version'];
  const known = `versions ${table.from} up to ${table.newest} were read`;
  if (version === undefined)
    return `names no version, so that the latest one counts, whatever it does; ${known}`;
  const range = typeof version === 'string' ? rangeOf(version) : null;
  if (range === null) return `has a version that is not understood; ${known}`;
  const outer = { from: versionOf(table.from), below: versionOf(table.below) };
  return isWithin(range, outer)
    ? { table, range }
    : `allows versions that nobody read; ${known}, and those below ${table.below} are taken to be like them`;
}
