import type { Block, SourceModel } from '../source/model.ts';
import { moduleBlocks } from '../source/model.ts';
import { expressionOf, parseReference } from './expression.ts';
import type { Reference } from './expression.ts';
import { coversAllInstances, instancesOf, sameRepetition } from './instances.ts';
import type { Repetition } from './instances.ts';
import { tableOf } from './modules/call.ts';
import { asResource } from './modules/resource.ts';
import { resolve, sureScopeOf, textOfValue } from './scope.ts';
import type { Scope } from './scope.ts';

/** How a block belongs to the target. */
export interface Binding {
  /** Its link refers to the target and to nothing else. */
  readonly refers: boolean;
  /** It exists exactly once for each instance of the target. */
  readonly sameInstances: boolean;
}

const NONE: Binding = { refers: false, sameInstances: false };

/** Longer chains of companions that take the bucket's name from each other are not followed. */
const LONGEST_CHAIN = 4;

/**
 * Does `companion` belong to `target`? The attribute `link` must be a plain reference to it or to another companion of
 * it, or the target's own name; a condition that chooses between two resources is neither.
 */
export function bindingOf(
  companion: Block,
  link: string,
  { target: given, model }: { readonly target: Block; readonly model: SourceModel },
  depth = 0,
): Binding {
  const table = tableOf(given);
  const target = table === null ? given : asResource(given, table);
  const names = table === null ? ['id', 'bucket'] : table.outputs.id;
  const raw = companion.body[link];
  if (typeof raw !== 'string' || depth > LONGEST_CHAIN) return NONE;
  // Callers may override defaults of variables: they never make two names equal.
  const sure = sureScopeOf(model);
  const text = textOfValue(resolve(raw, sure)) ?? '';
  const here: Instances = { of: instancesOf(companion, sure), target: instancesOf(target, sure) };
  const name = target.address;
  const element = /^\$\{each\.value(?:\.(?:id|bucket))?\}$/.test(text) && iterates(here.of, name);
  if (element) return { refers: true, sameInstances: here.of.kind === 'for_each' };
  const reference = parseReference(expressionOf(text) ?? '');
  if (reference?.address === name && names.includes(reference.attribute)) {
    return { refers: true, sameInstances: coversAllInstances(reference.index, here, name) };
  }
  if (reference !== null && /^(?:id|bucket)$/.test(reference.attribute)) {
    const chained = bindingOfChain(reference, here.of, { target: given, model, depth });
    if (chained !== null) return chained;
  }
  return sameName(raw, { target, scope: sure })
    ? { refers: true, sameInstances: sameRepetition(here.of, here.target) }
    : NONE;
}

interface Instances {
  readonly of: Repetition;
  readonly target: Repetition;
}

/** `bucket = aws_s3_bucket_public_access_block.x.bucket`: the other companion's own link decides. */
function bindingOfChain(
  { address, index }: Reference,
  of: Repetition,
  {
    target,
    model,
    depth,
  }: { readonly target: Block; readonly model: SourceModel; readonly depth: number },
): Binding | null {
  if (!address.startsWith('aws_s3_bucket_')) return null;
  const link = moduleBlocks(model).find((b) => b.kind === 'resource' && b.address === address);
  if (link === undefined) return null;
  const binding = bindingOf(link, 'bucket', { target, model }, depth + 1);
  const others = instancesOf(link, sureScopeOf(model));
  const covers = coversAllInstances(index, { of, target: others }, address);
  return { ...binding, sameInstances: binding.sameInstances && covers };
}

/** `for_each` over the target itself, or over a map made of it. */
function iterates({ kind, text }: Repetition, name: string): boolean {
  if (kind !== 'for_each') return false;
  if (text === name) return true;
  const made = /^\{for(\w+),(\w+)in([\w.-]+):\1=>\2(?:\.(?:id|bucket))?\}$/.exec(text);
  return made?.[3] === name;
}

/** Equal names are one bucket, except names from functions that differ on each call. */
function sameName(
  raw: string,
  { target, scope }: { readonly target: Block; readonly scope: Scope },
): boolean {
  const own = target.body['bucket'];
  if (typeof own !== 'string' || /\b(?:uuid|timestamp|bcrypt|plantimestamp)\(/.test(raw))
    return false;
  const name = textOfValue(resolve(own, scope));
  return name !== null && name !== '' && name === textOfValue(resolve(raw, scope));
}
