import { includesWord, moduleBlocks } from '../source/model.ts';
import type { Block, SourceModel } from '../source/model.ts';
import { isHarmless } from './modules/harmless.ts';
import { referencesIn } from './references.ts';
import { resolve, scopeOf, sureScopeOf, textOfValue } from './scope.ts';
import type { Scope } from './scope.ts';

/** Attributes of a bucket by which nobody can configure it. */
const HARMLESS =
  /^(?:\[[^\]]*\]|\.\d+|\.\*)?\.(?:arn|bucket_domain_name|bucket_regional_domain_name|hosted_zone_id|region|website_domain|website_endpoint)\b/;

/** Does an expression lead to the target or its name, through locals, maps, companions of the bucket or data sources? */
export function leadsTo(raws: readonly unknown[], target: Block, model: SourceModel): boolean {
  // What a default names, a caller may leave as it is.
  const scope = scopeOf(model);
  const holders = new Map(
    moduleBlocks(model)
      .filter(({ type }) => type.startsWith('aws_s3_bucket_') || type === 'data.aws_s3_bucket')
      .map((block) => [block.address, block]),
  );
  const seen = new Set<string>();
  const open: unknown[] = [...raws];
  for (let raw = open.pop(); raw !== undefined; raw = open.pop()) {
    if (containsName(raw, target, scope)) return true;
    for (const name of referencesIn(raw)) {
      if (name === target.address) return true;
      if (seen.has(name)) continue;
      seen.add(name);
      if (scope.has(name)) open.push(scope.get(name));
      const { body } = holders.get(name) ?? {};
      if (body !== undefined) open.push(body['bucket'] ?? null, body['for_each'] ?? null);
    }
  }
  return false;
}

/** Does a value contain the target's literal name? */
function containsName(raw: unknown, target: Block, scope: Scope): boolean {
  const name = textOfValue(resolve(target.body['bucket'], scope));
  if (name === null || name === '' || name.includes('${')) return false;
  return includesWord(JSON.stringify(raw) ?? '', name) || textOfValue(resolve(raw, scope)) === name;
}

/** The module call that gets the bucket itself, by reference or by name, and may configure it; null without one. */
export function moduleWithBucket(
  target: Block,
  model: SourceModel,
  isHarmlessUse: (attribute: string) => boolean = (attribute) => HARMLESS.test(attribute),
): Block | null {
  const scope = scopeOf(model);
  // To wait for a bucket is no use of its name.
  const gets = ({ body: { depends_on: _waits, ...body } }: Block): boolean => {
    const raws = [body, ...valuesBehind(body, scope)];
    const [, ...uses] = JSON.stringify(raws).split(target.address);
    const used = uses.some((rest) => !/^[\w-]/.test(rest) && !isHarmlessUse(rest));
    return used || raws.some((raw) => containsName(raw, target, scope));
  };
  const others = moduleBlocks(model).filter(
    (block) => block.kind === 'module' && block.address !== target.address && !isHarmless(block),
  );
  return others.find(gets) ?? null;
}

/** Values of the locals and variables that an expression leads to. */
function valuesBehind(raw: unknown, scope: Scope): readonly unknown[] {
  const seen = new Map<string, unknown>();
  const open = [...referencesIn(raw)];
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    if (seen.has(name) || !scope.has(name)) continue;
    seen.set(name, scope.get(name));
    open.push(...referencesIn(scope.get(name)));
  }
  return [...seen.values()];
}

/** The blocks on a circle of references through `start`; empty without a circle. */
export function circleThrough(start: Block, model: SourceModel): readonly string[] {
  const blocks = new Map(moduleBlocks(model).map((block) => [block.address, block]));
  const scope = sureScopeOf(model);
  const from = new Map<string, string>();
  const open = [start.address];
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    const raw = at.startsWith('local.') ? scope.get(at) : blocks.get(at)?.body;
    for (const name of referencesIn(raw)) {
      if (name === start.address) return [at];
      if (from.has(name) || (!blocks.has(name) && !name.startsWith('local.'))) continue;
      from.set(name, at);
      open.push(name);
    }
  }
  return [];
}
