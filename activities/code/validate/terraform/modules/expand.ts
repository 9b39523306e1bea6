import { isList } from '../../../../../controls/code-change.ts';
import type { Attributes, Value } from '../../../../../controls/code-change.ts';
import { isTrue } from '../../../../../controls/effects.ts';
import type { KnownCall } from './call.ts';
import { isShown, UNKNOWN, valueOf } from './inputs.ts';
import { policyOf } from './policy.ts';
import type { StatementsOf } from './policy.ts';
import type { Place, Sets } from './table.ts';
import { compare, versionOf } from './version-range.ts';
import type { VersionRange } from './version-range.ts';

/** The resources that a call makes, as far as its inputs say: by type, one of each. */
export interface Made {
  readonly resources: ReadonlyMap<string, Attributes>;
  /** Types of which nobody knows whether the module makes one. */
  readonly unsure: ReadonlySet<string>;
}

interface Given {
  /** The inputs of the call, references resolved. */
  readonly inputs: Attributes;
  readonly statementsOf: StatementsOf;
  /** The ARN of what the module makes, as an expression. */
  readonly arn: string;
}

/** Follows every input, given or by default, to the argument of a resource in which it ends. */
export function expandCall({ table, range }: KnownCall, given: Given): Made {
  const { inputs } = given;
  const building: Building = { resources: new Map(), unsure: new Set(), range };
  const values = Object.entries(table.inputs).flatMap(([name, { sets, ...input }]) => {
    const value = valueOf(name, { sets, ...input }, { inputs, range });
    return value === undefined ? [] : [{ sets, value }];
  });
  for (const { sets, value } of values) set(building, sets, value);
  for (const { at, value, onlyBeside } of table.constants ?? [])
    if (onlyBeside !== true || building.resources.has(at[0])) put(building, at, value);
  const policy = policyOf(values, given);
  if (policy !== null)
    building.resources.set('aws_s3_bucket_policy', new Map([['policy', policy]]));
  for (const [type, { input, value }] of Object.entries(table.needs)) {
    const is = isTrue(inputs.get(input), 'pass');
    if (is === 'unknown') building.unsure.add(type);
    else if ((is === 'pass') !== value) building.resources.delete(type);
  }
  return building;
}

interface Building {
  readonly resources: Map<string, Map<string, Value>>;
  readonly unsure: Set<string>;
  readonly range: VersionRange;
}

function set(building: Building, sets: Sets, value: Value): void {
  if (sets.as === 'value') put(building, sets.at, value);
  else if (sets.as === 'text' && value !== '') put(building, sets.at, value);
  else if (sets.as === 'status' || sets.as === 'word')
    put(building, sets.at, stateOf(value, sets.as));
  else if (sets.as === 'blocks') setBlocks(building, sets.at, value);
  else if (sets.as === 'keys') setKeys(building, sets, value);
}

/** Enabled or Suspended, as the modules write it. */
function stateOf(value: Value, as: 'status' | 'word'): Value {
  if (value === true || value === 'true') return 'Enabled';
  if (value === false || value === 'false') return 'Suspended';
  if (as === 'status' || typeof value !== 'string') return UNKNOWN;
  return `${value.slice(0, 1).toUpperCase()}${value.slice(1).toLowerCase()}`;
}

/** The first value counts. */
function put({ resources }: Building, [type, ...path]: Place, value: Value): void {
  const top = resources.get(type) ?? new Map<string, Value>();
  resources.set(type, top);
  let at = top;
  for (const name of path.slice(0, -1)) {
    const inside = at.get(name);
    const next = inside instanceof Map ? inside : new Map<string, Value>();
    at.set(name, next);
    at = next;
  }
  const last = path.at(-1) ?? '';
  if (!at.has(last)) at.set(last, value);
}

/** The module repeats the blocks of the map; without a key it makes nothing. */
function setBlocks({ resources, unsure }: Building, [type]: Place, value: Value): void {
  if (!isShown(value)) {
    unsure.add(type);
    resources.set(type, new Map([['rule', UNKNOWN]]));
  } else if (value.size > 0) resources.set(type, new Map(value));
}

function setKeys(
  building: Building,
  { keys, list }: Extract<Sets, { as: 'keys' }>,
  value: Value,
): void {
  const map = mapIn(value, list, building.range);
  for (const [name, sets] of Object.entries(keys)) {
    const inside = map === null ? UNKNOWN : map.get(name);
    if (inside !== undefined && inside !== null) set(building, sets, inside);
    if (map === null && 'at' in sets) building.unsure.add(sets.at[0]);
  }
}

/** Null where the value is not shown, or has another form than all versions of the range take. */
function mapIn(value: Value, list: string | undefined, range: VersionRange): Attributes | null {
  if (list === undefined || isOlder(range, list)) return isShown(value) ? value : null;
  if (compare(range.from, versionOf(list)) < 0 || !isList(value) || value.length > 1) return null;
  const [only = new Map<string, Value>()] = value;
  return isShown(only) ? only : null;
}

function isOlder({ below }: VersionRange, version: string): boolean {
  return below !== null && compare(below, versionOf(version)) <= 0;
}
