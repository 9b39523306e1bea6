import type {
  CompanionRules,
  LanguageRules,
  MechanicalChange,
} from '../../../../../controls/code-change.ts';
import { isRejection, printable, reject } from '../../rejection.ts';
import type { Rejection } from '../../rejection.ts';
import { moduleBlocks } from '../../source/model.ts';
import type { Block, SourceModel } from '../../source/model.ts';
import { boundTo } from '../bound.ts';
import { leadsTo, moduleWithBucket } from '../reach.ts';
import { resolve, scopeOf, textOfValue } from '../scope.ts';
import { readCall, tableOf } from './call.ts';
import type { KnownCall } from './call.ts';
import { linesOf } from './lines.ts';
import { nameOfCall } from './name.ts';
import { asResource } from './resource.ts';
import type { ModuleTable, Sets } from './table.ts';
import { notReadModule, unjudgedCall } from './unknown-module.ts';
import { madeBy } from './view.ts';

/**
 * A control's rules for a call: the inputs that end in what the control may change, and nothing else. A rejection where
 * the table does not speak for the call, or another block sets the same for what it makes.
 */
export function rulesOfCall(
  model: SourceModel,
  call: Block,
  { control, rules }: { readonly control: string; readonly rules: LanguageRules },
): LanguageRules | Rejection {
  const known = knownCall(call, control);
  if (isRejection(known)) return known;
  const { table } = known;
  const beside = companionsBeside(model, call, { known, rules });
  if (isRejection(beside)) return beside;
  const attributes = inputsFor(table, rules, new Set(beside.map(({ type }) => type)));
  if (attributes.length === 0 && beside.length === 0) {
    return unjudgedCall(call, control, `has no input that is known to fix ${control}`);
  }
  const contest = findContest(model, call, table);
  if (contest !== null) return contest;
  const lines = beside.length > 0 ? [] : linesOf(table.fixes[control] ?? {});
  const { fits } = rules.mechanical ?? {};
  const mechanical: MechanicalChange = {
    companion: null,
    lines,
    unless: [],
    ...(fits && { fits }),
  };
  return {
    targetType: table.makes,
    attributes,
    companions: beside,
    // Checkov does not read modules from a registry.
    checkov: [],
    effect: (view) => {
      const effect = rules.effect(view);
      const unsure = rules.companions.some(
        ({ type, canBeAbsent }) => canBeAbsent !== true && view.mayBeAbsent(type),
      );
      return effect === 'pass' && unsure ? 'unknown' : effect;
    },
    unfit: (view) => rules.unfit?.(view) ?? null,
    restrict: (before, after) => rules.restrict?.(before, after) ?? null,
    ...(lines.length === 0 ? {} : { mechanical }),
  };
}

/** The call with its table; a rejection that says why the table does not speak for it. */
export function knownCall(call: Block, control = ''): KnownCall | Rejection {
  const table = tableOf(call);
  if (table === null) return unjudgedCall(call, control, 'the module is not known');
  const known = readCall(call, table);
  if (typeof known === 'string') return unjudgedCall(call, control, known);
  const other = Object.entries(table.only).find(
    ([name, value]) =>
      call.body[name] !== undefined &&
      call.body[name] !== value &&
      call.body[name] !== String(value),
  );
  return other === undefined
    ? known
    : unjudgedCall(call, control, `sets ${other[0]}, with which it makes something else`);
}

/**
 * The inputs that the module passes to an argument which the control may change, without those of companions that stand
 * beside the call.
 */
function inputsFor(
  table: ModuleTable,
  rules: LanguageRules,
  beside: ReadonlySet<string>,
): readonly string[] {
  const own = rules.companions.filter(({ type }) => !beside.has(type));
  const allowed = new Set([
    ...rules.attributes.map((name) => `${rules.targetType}.${name}`),
    ...own.flatMap(({ type, attributes }) => attributes.map((a) => `${type}.${a}`)),
  ]);
  const types = new Set([...allowed].map((place) => place.split('.')[0]));
  const inputs = Object.entries(table.inputs)
    .filter(([, { sets }]) => endsIn(sets).some((place) => allowed.has(place) || types.has(place)))
    .map(([name]) => name);
  const needs = Object.entries(table.needs).filter(([type]) => types.has(type));
  return [...inputs, ...needs.map(([, { input }]) => input)];
}

/** `type.argument`, or a type alone where the input holds all of its arguments. */
function endsIn(sets: Sets): readonly string[] {
  if (sets.as === 'policy') return [];
  if (sets.as === 'denial') return ['aws_s3_bucket_policy.policy'];
  if (sets.as === 'keys') return Object.values(sets.keys).flatMap(endsIn);
  const [type, argument] = sets.at;
  return [argument === undefined ? type : `${type}.${argument}`];
}

/**
 * Companions that stand beside the call, where the module makes none of their kind: they are the place to change. A
 * rejection where it makes one too, so that two places set the same, or where one does not belong to the call alone.
 */
function companionsBeside(
  model: SourceModel,
  call: Block,
  { known, rules }: { readonly known: KnownCall; readonly rules: LanguageRules },
): readonly CompanionRules[] | Rejection {
  const target = asResource(call, known.table);
  const made = madeBy(model, known, call);
  const beside: CompanionRules[] = [];
  for (const companion of rules.companions) {
    const { type, link } = companion;
    if (link === null) continue;
    const holders = moduleBlocks(model).filter(
      (block) =>
        block.kind === 'resource' &&
        block.type === type &&
        leadsTo([block.body[link] ?? null, block.body['for_each'] ?? null], target, model),
    );
    const bound = boundTo(model, { type, link, target: call });
    const loose = holders.find((block) => made.has(type) || !bound.includes(block));
    if (loose !== undefined) {
      const what = `${printable(loose.address)} configures what ${printable(call.address)} makes`;
      return reject('MODULE_COMPANION', `${what}, so that two places set the same.`);
    }
    if (holders.length > 0) beside.push(companion);
  }
  if (beside.length === 0) return [];
  return [...beside, ...rules.companions.filter(({ link }) => link === null)];
}

/** What else may configure the bucket that the call makes. */
function findContest(model: SourceModel, call: Block, table: ModuleTable): Rejection | null {
  if (table.makes !== 'aws_s3_bucket') return null;
  const target = asResource(call, table);
  const twin = findTwin(model, call, table);
  if (twin !== null) {
    const what = `${printable(twin.address)} and ${printable(call.address)} make a bucket of one name`;
    return reject('TARGET_AMBIGUOUS', `${what}.`);
  }
  const { id } = table.outputs;
  const isHarmless = (rest: string) => {
    const output = /^(?:\[[^\]]*\])?\.(\w+)/.exec(rest)?.[1];
    return output !== undefined && !id.includes(output);
  };
  const other = moduleWithBucket(target, model, isHarmless);
  return other === null ? null : notReadModule(other, `what ${printable(call.address)} makes`);
}

/** Another block that makes a bucket of the same literal name. */
function findTwin(model: SourceModel, call: Block, table: ModuleTable): Block | null {
  const scope = scopeOf(model);
  const name = nameOfCall(call, table, scope);
  if (name === null || name.includes('${')) return null;
  const makesIt = (block: Block): boolean => {
    const other = tableOf(block);
    if (other !== null) return nameOfCall(block, other, scope) === name;
    return (
      block.type === 'aws_s3_bucket' && textOfValue(resolve(block.body['bucket'], scope)) === name
    );
  };
  return moduleBlocks(model).find((block) => block !== call && makesIt(block)) ?? null;
}
