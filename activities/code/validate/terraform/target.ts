import { isExpression } from '../../../../controls/code-change.ts';
import { isRejection, printable, reject } from '../rejection.ts';
import type { Rejection } from '../rejection.ts';
import { moduleBlocks } from '../source/model.ts';
import type { Block, SourceModel } from '../source/model.ts';
import { namedWrongly, notFound, pickTarget } from '../source/target.ts';
import type { Fit, TargetHints } from '../source/target.ts';
import { fitOfInstance } from './instance-name.ts';
import { instancesOf } from './instances.ts';
import { tableOf } from './modules/call.ts';
import { fitOfCall } from './modules/name.ts';
import { unknownModule } from './modules/unknown-module.ts';
import { resolve, resolveBody, scopeOf, sureScopeOf, textOfValue } from './scope.ts';
import type { Scope } from './scope.ts';

/** The resource block of `type` that makes the live resource, unless an override file changes it. */
export function findTerraformTarget(
  model: SourceModel,
  type: string,
  hints: TargetHints,
): Block | Rejection {
  const found = findBlock(model, type, hints);
  if (isRejection(found) || !model.module.overridden.has(found.address)) return found;
  const what = `An override file of the folder changes ${printable(found.address)}`;
  return reject('OVERRIDDEN', `${what}.`);
}

function findBlock(model: SourceModel, type: string, hints: TargetHints): Block | Rejection {
  const scopes = scopesOf(model, hints);
  if (hints.address !== null) {
    const { address, control = '' } = hints;
    const block = named(model, { type, given: address, control });
    if (!isRejection(block) && hasNoInstance(block, scopes[1])) return notFound(address);
    if (isRejection(block) || !hasOtherName(block, scopes[1], hints)) return block;
    return namedWrongly(address, hints);
  }
  const makes = (b: Block) =>
    (b.kind === 'resource' && b.type === type) || tableOf(b)?.makes === type;
  const candidates = model.blocks.filter((b) => makes(b) && !hasNoInstance(b, scopes[1]));
  const fitOfBlock = (block: Block) => bestFit(block, scopes, hints);
  const isNamed = (block: Block) => fitOfBlock(block) === 'exact';
  if (!candidates.some(isNamed)) {
    const elsewhere = madeElsewhere(model, hints);
    return elsewhere ?? pickTarget(candidates, fitOfBlock, hints);
  }
  const again = model.module.blocks.find((block) => makes(block) && isNamed(block));
  if (again === undefined) return pickTarget(candidates, fitOfBlock, hints);
  const what = `${printable(again.address)} of another file of the folder`;
  return reject('TARGET_AMBIGUOUS', `${what} has the name ${printable(hints.resourceName)} too.`);
}

/** The block makes all instances, so an index in the address does not matter. */
function named(
  model: SourceModel,
  { type, given, control }: { type: string; given: string; control: string },
): Block | Rejection {
  if (given.startsWith('module.')) return namedCall(model, { type, given, control });
  const address = given.replace(/\[[^\]]*\]$/, '');
  const blocks = model.blocks.filter((b) => b.kind === 'resource' && b.address === address);
  const [block] = blocks;
  if (block === undefined) return notFound(given);
  if (blocks.length > 1) {
    return reject('TARGET_AMBIGUOUS', `The file has ${printable(address)} ${blocks.length} times.`);
  }
  if (block.type === type) return block;
  return reject(
    'TARGET_NOT_FOUND',
    `${printable(given)} is no ${type}, which the finding is about.`,
  );
}

/** Terraform's address of a resource inside a module begins with the call's: `module.logs["a"].aws_s3_bucket.this`. */
function namedCall(
  model: SourceModel,
  { type, given, control }: { type: string; given: string; control: string },
): Block | Rejection {
  const address = /^module\.[\w-]+/.exec(given)?.[0] ?? given;
  const calls = model.blocks.filter((b) => b.kind === 'module' && b.address === address);
  const [call] = calls;
  if (call === undefined) return notFound(given);
  if (calls.length > 1) {
    return reject('TARGET_AMBIGUOUS', `The file has ${printable(address)} ${calls.length} times.`);
  }
  const table = tableOf(call);
  if (table === null) return unknownModule(call, control);
  if (table.makes === type) return call;
  const what = `${printable(address)} makes no ${type}, which the finding is about`;
  return reject('TARGET_NOT_FOUND', `${what}.`);
}

/** A literal `count` of 0, or an empty `for_each`: the block makes nothing. */
function hasNoInstance(block: Block, sure: Scope): boolean {
  if (block.kind !== 'resource') return false;
  const { kind, text } = instancesOf(block, sure);
  if (kind !== 'for_each') return kind === 'count' && text === '0';
  const each = resolve(block.body['for_each'], sure);
  return (each instanceof Map && each.size === 0) || /^toset\(\[\]\)$/.test(text);
}

/** Only a literal name counts: with variables or instances, the given address is believed. */
function hasOtherName(block: Block, sure: Scope, { resourceName }: TargetHints): boolean {
  const table = tableOf(block);
  if (table !== null) return fitOfCall(block, table, { scope: sure, resourceName }) === 'none';
  const name = block.type === 'aws_s3_bucket' ? resolve(block.body['bucket'], sure) : null;
  return typeof name === 'string' && name !== resourceName;
}

/** A caller may override defaults of variables: with them a name is exact, without them it is a pattern. */
function scopesOf(model: SourceModel, hints: TargetHints): readonly [Scope, Scope] {
  const known = knownData(model, hints);
  return [new Map([...scopeOf(model), ...known]), new Map([...sureScopeOf(model), ...known])];
}

/** The finding tells in which account and Region the resource is. */
function knownData(model: SourceModel, { account, region }: TargetHints): Scope {
  const values = new Map<string, unknown>();
  for (const { address, type } of moduleBlocks(model)) {
    if (type === 'data.aws_caller_identity' && account !== undefined) {
      values.set(`${address}.account_id`, account);
    }
    if (type !== 'data.aws_region' || region === undefined) continue;
    for (const name of ['name', 'id', 'region']) values.set(`${address}.${name}`, region);
  }
  return values;
}

function bestFit(block: Block, [all, sure]: readonly [Scope, Scope], hints: TargetHints): Fit {
  const exact = fitOf(block, all, hints);
  return exact === 'none' ? fitOf(block, sure, hints) : exact;
}

function fitOf(block: Block, scope: Scope, { resourceName }: TargetHints): Fit {
  const table = tableOf(block);
  if (table !== null) return fitOfCall(block, table, { scope, resourceName });
  if (block.type !== 'aws_s3_bucket') return 'unnamed';
  const name = resolve(block.body['bucket'], scope);
  if (typeof name === 'string') return name === resourceName ? 'exact' : 'none';
  if (isExpression(name)) return fitOfInstance(name.template, block, { scope, resourceName });
  const prefix = resolve(block.body['bucket_prefix'], scope);
  if (typeof prefix === 'string') return resourceName.startsWith(prefix) ? 'pattern' : 'none';
  // Without a name the provider makes one up: https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/s3_bucket
  return resourceName.startsWith('terraform-') || isExpression(prefix) ? 'unnamed' : 'none';
}

/** A module call, a data source or a bucket of another file has the name: no block of this file makes the bucket. */
function madeElsewhere(
  model: SourceModel,
  { resourceName: name, control = '' }: TargetHints,
): Rejection | null {
  const scope = sureScopeOf(model);
  const names = ({ body }: Block): boolean =>
    [...resolveBody(body, scope).values()].some((value) => textOfValue(value) === name) ||
    JSON.stringify(body).includes(JSON.stringify(name));
  const own = new Set(model.blocks);
  const holder = moduleBlocks(model).find(
    (block) =>
      (block.kind === 'module' ||
        block.type === 'data.aws_s3_bucket' ||
        (block.type === 'aws_s3_bucket' && !own.has(block))) &&
      names(block),
  );
  if (holder === undefined) return null;
  if (holder.kind === 'module') return unknownModule(holder, control);
  const what = `${printable(holder.address)} has the name ${printable(name)}`;
  return reject('TARGET_NOT_FOUND', `${what}, so another place makes the bucket.`);
}
