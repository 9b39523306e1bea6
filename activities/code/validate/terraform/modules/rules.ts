import type { LanguageRules, MechanicalChange } from '../../../../../controls/code-change.ts';
import { isRejection, printable, reject } from '../../rejection.ts';
import type { Rejection } from '../../rejection.ts';
import { moduleBlocks } from '../../source/model.ts';
import type { Block, SourceModel } from '../../source/model.ts';
import { leadsTo, moduleWithBucket } from '../reach.ts';
import { resolve, scopeOf, textOfValue } from '../scope.ts';
import { readCall, tableOf } from './call.ts';
import type { KnownCall } from './call.ts';
import { linesOf } from './lines.ts';
import { nameOfCall } from './name.ts';
import type { ModuleTable, Sets } from './table.ts';
import { unjudgedCall } from './unknown-module.ts';
import { asResource } from './view.ts';

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
  const attributes = inputsFor(table, rules);
  if (attributes.length === 0) {
    return unjudgedCall(call, control, `has no input that is known to fix ${control}`);
  }
  const contest = findContest(model, call, { table, rules });
  if (contest !== null) return contest;
  const lines = linesOf(table.fixes[control] ?? {});
  // An ACL or grants may be why the resource is open: a model is asked.
  const open = ['acl', 'grant', 'grants'].filter((name) => !isPrivate(call.body[name]));
  const unless = control === 'S3.PublicAccess' ? open : [];
  const mechanical: MechanicalChange = { companion: null, lines, unless };
  return {
    targetType: table.makes,
    attributes,
    companions: [],
    // Checkov does not read modules from a registry.
    checkov: [],
    effect: (view) => {
      const effect = rules.effect(view);
      const unsure = rules.companions.some(
        ({ type, canBeAbsent }) => canBeAbsent !== true && view.mayBeAbsent(type),
      );
      return effect === 'pass' && unsure ? 'unknown' : effect;
    },
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

function isPrivate(acl: unknown): boolean {
  return acl === null || acl === 'private' || acl === 'log-delivery-write';
}

/** Inputs that end in an argument which the control may change. */
function inputsFor(table: ModuleTable, rules: LanguageRules): readonly string[] {
  const allowed = new Set([
    ...rules.attributes.map((name) => `${rules.targetType}.${name}`),
    ...rules.companions.flatMap(({ type, attributes }) => attributes.map((a) => `${type}.${a}`)),
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

/** A block that sets, for what the call makes, what the control is about: two settings, of which one wins. */
function findContest(
  model: SourceModel,
  call: Block,
  { table, rules }: { readonly table: ModuleTable; readonly rules: LanguageRules },
): Rejection | null {
  const target = { ...call, body: asResource(call, table) };
  const holder = moduleBlocks(model).find((block) => {
    const companion = rules.companions.find(({ type }) => type === block.type);
    if (block.kind !== 'resource' || companion === undefined || companion.link === null)
      return false;
    return leadsTo(
      [block.body[companion.link] ?? null, block.body['for_each'] ?? null],
      target,
      model,
    );
  });
  if (holder !== undefined) {
    const what = `${printable(holder.address)} configures what ${printable(call.address)} makes`;
    return reject('MODULE_COMPANION', `${what}, so that two places set the same.`);
  }
  if (table.makes !== 'aws_s3_bucket') return null;
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
  if (other === null) return null;
  const what = `${printable(other.address)} gets what ${printable(call.address)} makes`;
  return reject('MODULE_COMPANION', `${what} and may configure it; that module is not read.`);
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
