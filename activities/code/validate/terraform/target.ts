import { isExpression, isList } from '../../../../controls/code-change.ts';
import { isRejection, printable, reject } from '../rejection.ts';
import type { Rejection } from '../rejection.ts';
import { moduleBlocks } from '../source/model.ts';
import type { Block, SourceModel } from '../source/model.ts';
import { fitOfTemplate, namedWrongly, notFound, pickTarget } from '../source/target.ts';
import type { Fit, TargetHints } from '../source/target.ts';
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
    const block = named(model, type, hints.address);
    if (isRejection(block) || !hasOtherName(block, scopes[1], hints)) return block;
    return namedWrongly(hints.address, hints);
  }
  const candidates = model.blocks.filter((b) => b.kind === 'resource' && b.type === type);
  const fitOfBlock = (block: Block) => bestFit(block, scopes, hints);
  const isNamed = candidates.some((block) => fitOfBlock(block) === 'exact');
  const elsewhere = isNamed ? null : madeElsewhere(model, hints.resourceName);
  if (elsewhere !== null) return elsewhere;
  const found = pickTarget(candidates, fitOfBlock, hints);
  return found;
}

/** The block makes all instances, so an index in the address does not matter. */
function named(model: SourceModel, type: string, given: string): Block | Rejection {
  if (given.startsWith('module.')) return moduleRejection(given);
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

/** Only a literal name counts: with variables or instances, the given address is believed. */
function hasOtherName({ type, body }: Block, sure: Scope, { resourceName }: TargetHints): boolean {
  const name = type === 'aws_s3_bucket' ? resolve(body['bucket'], sure) : null;
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
  if (block.type !== 'aws_s3_bucket') return 'unnamed';
  const name = resolve(block.body['bucket'], scope);
  if (typeof name === 'string') return name === resourceName ? 'exact' : 'none';
  if (isExpression(name)) return fitOfInstance(name.template, block, { scope, resourceName });
  const prefix = resolve(block.body['bucket_prefix'], scope);
  if (typeof prefix === 'string') return resourceName.startsWith(prefix) ? 'pattern' : 'none';
  // Without a name the provider makes one up: https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/s3_bucket
  return resourceName.startsWith('terraform-') || isExpression(prefix) ? 'unnamed' : 'none';
}

/** With a literal `for_each`, the names of all instances are in the file. */
function fitOfInstance(
  template: string,
  block: Block,
  { scope, resourceName }: { readonly scope: Scope; readonly resourceName: string },
): Fit {
  const keys = keysOf(block.body['for_each'], scope);
  if (keys === null) return fitOfTemplate(template, resourceName);
  const fits = keys.map((key) =>
    fitOfTemplate(
      template.replaceAll(/\$\{each\.(?:key|value)\}/g, () => key),
      resourceName,
    ),
  );
  return fits.find((fit) => fit !== 'none') ?? 'none';
}

function keysOf(raw: unknown, scope: Scope): readonly string[] | null {
  const set =
    typeof raw === 'string' ? /^\$\{toset\(([\s\S]*)\)\}$/.exec(raw)?.[1]?.trim() : undefined;
  const inner = set === undefined ? raw : /^(?:local|var)\./.test(set) ? `\${${set}}` : listOf(set);
  const value = resolve(inner, scope);
  if (value instanceof Map) return [...value.keys()];
  return isList(value) ? value.filter((one) => typeof one === 'string') : null;
}

/** A list of literal texts is JSON but for a comma at its end. */
function listOf(text: string): unknown {
  try {
    return JSON.parse(text.replace(/,\s*\]$/, ']'));
  } catch {
    return null;
  }
}

/** A module call, a data source or a bucket of another file has the name: no block of this file makes the bucket. */
function madeElsewhere(model: SourceModel, name: string): Rejection | null {
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
  if (holder.kind === 'module') return moduleRejection(holder.address);
  const what = `${printable(holder.address)} has the name ${printable(name)}`;
  return reject('TARGET_NOT_FOUND', `${what}, so another place makes the bucket.`);
}

function moduleRejection(address: string): Rejection {
  return reject(
    'TARGET_IN_MODULE',
    `${printable(address)} makes the resource inside a module, which this file does not contain.`,
  );
}
