import type { Restriction, Value, Wanted } from '../../../../controls/code-change.ts';
import { includesWord, moduleBlocks } from '../source/model.ts';
import type { Block, SourceModel } from '../source/model.ts';
import {
  composed,
  isDeclaredFor,
  isPlaceholder,
  logCircle,
  logsToItself,
  madeUp,
  mayNotExist,
  notProvable,
  unsuited,
  wrongKind,
} from '../source/named.ts';
import { expressionOf, parseReference } from './expression.ts';
import type { Reference } from './expression.ts';
import { instancesOf, sameRepetition } from './instances.ts';
import { logTargetsOf, unsuitedAsLogBucket } from './log-bucket.ts';
import { readCall, tableOf } from './modules/call.ts';
import { makesNothing, nameOfCall } from './modules/name.ts';
import { asResource } from './modules/resource.ts';
import type { ModuleTable } from './modules/table.ts';
import { faultOfKey, faultOfKeyText } from './named-key.ts';
import type { Place } from './place.ts';
import { resolve, resolveBody, scopeOf, sureScopeOf, textOfValue } from './scope.ts';
import type { Scope } from './scope.ts';

/**
 * Why a value does not name an existing bucket or key; null when the module proves that it does. Types and attributes:
 * https://registry.terraform.io/providers/hashicorp/aws/latest/docs (read 2026-11-30)
 */
export function faultOf(value: Value, wanted: Wanted, place: Place): Restriction | null {
  const text = textOfValue(value);
  if (text === null) return notProvable(wanted);
  const expression = expressionOf(text);
  const whole = expression !== null && !expression.includes('${');
  return whole ? faultOfExpression(expression, wanted, place) : faultOfText(text, wanted, place);
}

function faultOfText(text: string, wanted: Wanted, place: Place): Restriction | null {
  const { model } = place;
  if (isPlaceholder(text)) return madeUp(wanted, text);
  if (wanted === 'key') return faultOfKeyText(text, place);
  const [scope, sure] = [scopeOf(model), sureScopeOf(model)];
  const full = textOfValue(resolve(text, scope)) ?? text;
  const named = moduleBlocks(model).find(
    (block) =>
      isBucket(block) &&
      namesOf(block, [scope, sure]).some((name) => name === text || name === full),
  );
  if (named !== undefined) return faultOfBlock(named, '', { wanted, place, attribute: 'id' });
  const call = moduleBlocks(model).find((block) => {
    const table = tableOf(block);
    return table !== null && nameOfCall(block, table, sure) === full;
  });
  const table = call === undefined ? null : tableOf(call);
  if (call !== undefined && table !== null) {
    const reference = { address: call.address, index: '', attribute: table.outputs.id[0] ?? '' };
    return faultOfCall(call, table, { reference, wanted, place });
  }
  if (logTargetsOf(model).some((one) => one === text || one === full)) return null;
  return full.includes('${') ? composed(wanted) : madeUp(wanted, text);
}

function isBucket({ type }: Block): boolean {
  return type === 'aws_s3_bucket' || type === 'data.aws_s3_bucket';
}

/** The name of a bucket by each of the scopes: with defaults of variables, and without. */
function namesOf({ body }: Block, scopes: readonly Scope[]): readonly (string | null)[] {
  return scopes.map((scope) => textOfValue(resolve(body['bucket'], scope)));
}

function faultOfExpression(text: string, wanted: Wanted, place: Place): Restriction | null {
  const branches = /^([^?]+)\?([^?:]+):([^?:]+)$/.exec(text);
  if (branches !== null) {
    const [, , yes = '', no = ''] = branches;
    return (
      faultOfExpression(yes.trim(), wanted, place) ?? faultOfExpression(no.trim(), wanted, place)
    );
  }
  const literal = /^"([^"$%\\]*)"$/.exec(text)?.[1];
  if (literal !== undefined) {
    return literal === '' ? notProvable(wanted) : faultOfText(literal, wanted, place);
  }
  const variable = /^var\.([\w-]+)$/.exec(text)?.[1];
  if (variable !== undefined) return faultOfVariable(variable, wanted, place.model);
  const reference = parseReference(text);
  if (reference === null) {
    return text.includes('(') || text.includes('"') ? composed(wanted) : notProvable(wanted);
  }
  const { address, index, attribute } = reference;
  if (address.startsWith('module.')) return faultOfOutput(reference, wanted, place);
  const block = moduleBlocks(place.model).find((one) => one.address === address);
  if (block === undefined) return madeUp(wanted, address);
  return faultOfBlock(block, index, { wanted, place, attribute });
}

/** A variable is believed where it is declared for such a name, or already used for one. */
function faultOfVariable(name: string, wanted: Wanted, model: SourceModel): Restriction | null {
  const block = moduleBlocks(model).find(({ address }) => address === `variable.${name}`);
  if (block === undefined) return madeUp(wanted, `var.${name}`);
  const { body } = block;
  const type = textOfValue(resolve(body['type'], new Map())) ?? 'string';
  if (!/^(?:\$\{string\}|string|\$\{any\}|any)$/.test(type))
    return wrongKind(wanted, `var.${name}`);
  const given = scopeOf(model).get(`var.${name}`);
  const usable =
    given === undefined || (typeof given === 'string' && given !== '' && !isPlaceholder(given));
  if (!usable) return notProvable(wanted);
  const used = wanted === 'bucket' && logTargetsOf(model).includes(`\${var.${name}}`);
  return used || isDeclaredFor(wanted, name, body['description']) ? null : notProvable(wanted);
}

/** Outputs of a known module are what its table says; of another, one that the folder uses already exists. */
function faultOfOutput(
  { address, index, attribute }: Reference,
  wanted: Wanted,
  place: Place,
): Restriction | null {
  const call = moduleBlocks(place.model).find((one) => one.address === address);
  const table = call === undefined ? null : tableOf(call);
  if (call !== undefined && table !== null) {
    return faultOfCall(call, table, { reference: { address, index, attribute }, wanted, place });
  }
  const output = `${address}.${attribute}`;
  const used = moduleBlocks(place.model).some(({ text }) => includesWord(text, output));
  const fits =
    wanted === 'bucket'
      ? /bucket\w*_(?:id|name)$|^(?:id|name|bucket)$/
      : /key\w*_(?:arn|id)$|^(?:arn|key_arn|key_id)$/;
  return used && fits.test(attribute) ? null : notProvable(wanted);
}

interface OutputUse {
  readonly reference: Reference;
  readonly wanted: Wanted;
  readonly place: Place;
}

function faultOfCall(
  call: Block,
  table: ModuleTable,
  { reference: { index, attribute }, wanted, place }: OutputUse,
): Restriction | null {
  const { id, arn } = table.outputs;
  const makes = wanted === 'bucket' ? 'aws_s3_bucket' : 'aws_kms_key';
  const fits = wanted === 'bucket' ? id : [...id, ...arn];
  const shown = `${call.address}.${attribute}`;
  if (table.makes !== makes || !fits.includes(attribute)) return wrongKind(wanted, shown);
  if (typeof readCall(call, table) === 'string') return notProvable(wanted);
  if (makesNothing(resolveBody(call.body, sureScopeOf(place.model)))) return mayNotExist(shown);
  return faultOfExisting(asResource(call, table), index, { wanted, place, attribute });
}

const ATTRIBUTES: Readonly<Record<Wanted, Readonly<Record<string, readonly string[]>>>> = {
  bucket: {
    aws_s3_bucket: ['id', 'bucket'],
    'data.aws_s3_bucket': ['id', 'bucket'],
  },
  key: {
    aws_kms_key: ['arn', 'id', 'key_id'],
    aws_kms_replica_key: ['arn', 'id', 'key_id'],
    aws_kms_external_key: ['arn', 'id'],
    aws_kms_alias: ['arn', 'id', 'name', 'target_key_arn', 'target_key_id'],
    'data.aws_kms_key': ['arn', 'id', 'key_id'],
    'data.aws_kms_alias': ['arn', 'id', 'name', 'target_key_arn', 'target_key_id'],
  },
};

interface Use {
  readonly wanted: Wanted;
  readonly attribute: string;
  readonly place: Place;
}

function faultOfBlock(block: Block, index: string, use: Use): Restriction | null {
  const { wanted, attribute, place } = use;
  const shown = `${block.address}.${attribute}`;
  const types = ATTRIBUTES[wanted];
  const attributes = Object.hasOwn(types, block.type) ? types[block.type] : undefined;
  if (attributes?.includes(attribute) !== true) {
    // The companions of a bucket know its name too.
    const named =
      wanted === 'bucket' && block.type.startsWith('aws_s3_bucket_') && attribute === 'bucket';
    if (!named) return wrongKind(wanted, shown);
    return faultOf(resolve(block.body['bucket'], sureScopeOf(place.model)), wanted, place);
  }
  return faultOfExisting(block, index, use);
}

function faultOfExisting(block: Block, index: string, use: Use): Restriction | null {
  const { wanted, attribute, place } = use;
  const shown = `${block.address}.${attribute}`;
  if (block.address === place.target.address) return logsToItself();
  if (!isThere(block, index, place)) return mayNotExist(shown);
  if (wanted === 'key') return faultOfKey(block, place);
  if (block.kind === 'data') {
    const named = faultOfNamed(block, place);
    if (named !== null) return named;
  }
  const why = unsuitedAsLogBucket(block, place);
  if (why === 'circle') return logCircle(block.address);
  return why === null ? null : unsuited(block.address, why);
}

/** A data source that looks up a bucket of the module means that bucket. */
function faultOfNamed(source: Block, place: Place): Restriction | null {
  const { model } = place;
  const scopes = [scopeOf(model), sureScopeOf(model)];
  const names = namesOf(source, scopes);
  const meant = moduleBlocks(model).find(
    (block) =>
      block.type === 'aws_s3_bucket' &&
      [...namesOf(block, scopes), `\${${block.address}.id}`, `\${${block.address}.bucket}`].some(
        (name) => name !== null && names.includes(name),
      ),
  );
  return meant === undefined
    ? null
    : faultOfExisting(meant, '', { wanted: 'bucket', attribute: 'id', place });
}

/** Does the block exist, with that index, wherever the target does? */
function isThere(block: Block, index: string, { model, target }: Place): boolean {
  const scope = sureScopeOf(model);
  const own = instancesOf(block, scope);
  if (own.kind === 'one') return index === '';
  const same = sameRepetition(own, instancesOf(target, scope));
  if (own.kind === 'count') {
    if (/^\d+$/.test(index) && /^\d+$/.test(own.text)) return Number(index) < Number(own.text);
    return same && (index === 'count.index' || (index === '0' && own.text.includes('?')));
  }
  if (same && index === 'each.key') return true;
  const key = /^"([^"]*)"$/.exec(index)?.[1];
  const given =
    textOfValue(resolve(block.body['for_each'], scope)) ?? JSON.stringify(block.body['for_each']);
  return key !== undefined && includesWord(given, key);
}
