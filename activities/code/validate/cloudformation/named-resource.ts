import { isExpression } from '../../../../controls/code-change.ts';
import type { Expression, Restriction, Value, Wanted } from '../../../../controls/code-change.ts';
import { asRecord, mentions } from '../source/model.ts';
import type { Block, SourceModel } from '../source/model.ts';
import {
  composed,
  isAwsManagedKey,
  isDeclaredFor,
  isKeyOfOtherService,
  isKeyText,
  isPlaceholder,
  logCircle,
  logsToItself,
  madeUp,
  mayNotExist,
  notProvable,
  unsuited,
  wrongKind,
} from '../source/named.ts';
import { propertiesOf } from './bound.ts';
import { logTargetsOf, namesOf, unsuitedAsLogBucket } from './log-bucket.ts';
import { parametersOf, resolveValue } from './values.ts';

interface Place {
  /** The template before the change: what an answer adds proves nothing. */
  readonly model: SourceModel;
  readonly target: Block;
  /** Conditions that hold where the value stands, by name. */
  readonly holds?: ReadonlyMap<string, boolean>;
}

/** Why a value does not name an existing bucket or key; null when the template proves that it does. */
export function faultOf(value: Value, wanted: Wanted, place: Place): Restriction | null {
  if (isExpression(value)) return faultOfCall(value.source, value.template, { wanted, place });
  if (typeof value !== 'string') return notProvable(wanted);
  // Without Fn::Sub, `${…}` is part of the name.
  return value.includes('${') ? madeUp(wanted, value) : faultOfText(value, wanted, place);
}

function faultOfText(text: string, wanted: Wanted, place: Place): Restriction | null {
  const { model, target } = place;
  if (isPlaceholder(text)) return madeUp(wanted, text);
  if (wanted === 'key') return faultOfKeyText(text, place);
  const full = textWithDefaults(text, model);
  const named = model.blocks.find(
    (block) =>
      block.type === 'AWS::S3::Bucket' &&
      namesOf(block, model).some((name) => name === text || name === full),
  );
  if (named !== undefined) return faultOfResource(named, '', { wanted, place });
  if (logTargetsOf(model, target).some((one) => one === text || one === full)) return null;
  return full.includes('${') ? composed(wanted) : madeUp(wanted, text);
}

/** `${Name}` replaced by the parameter's default. */
function textWithDefaults(text: string, model: SourceModel): string {
  const value = resolveValue({ 'Fn::Sub': text }, parametersOf(model));
  return typeof value === 'string' ? value : isExpression(value) ? value.template : text;
}

/** A key or an alias of the stack's own account and Region. */
const PSEUDO =
  /^arn:(?:aws[\w-]*|\$\{AWS::Partition\}):kms:\$\{AWS::Region\}:(?:\d{12}|\$\{AWS::AccountId\}):(?:(alias\/[\w/-]+)|key\/\$\{(\w+)\})$/;

function faultOfKeyText(text: string, place: Place): Restriction | null {
  const { model } = place;
  const use: Use = { wanted: 'key', place };
  if (isAwsManagedKey(text) || text.endsWith(':alias/aws/s3')) return null;
  if (isKeyOfOtherService(text)) return wrongKind('key', text);
  const [, alias = text, key] = PSEUDO.exec(text) ?? [];
  if (key !== undefined) return faultOfName(key, 'Arn', use);
  const named = model.blocks.find(
    ({ type, body }) => type === 'AWS::KMS::Alias' && propertiesOf({ body })['AliasName'] === alias,
  );
  if (named !== undefined) return faultOfResource(named, '', use);
  if (isKeyText(text) && mentions(model, text)) return null;
  if (text.includes('${')) return composed('key');
  return isKeyText(text) ? madeUp('key', text) : wrongKind('key', text);
}

interface Use {
  readonly wanted: Wanted;
  readonly place: Place;
}

function faultOfCall(source: unknown, template: string, use: Use): Restriction | null {
  const { wanted, place } = use;
  const [[name, argument] = []] = Object.entries(asRecord(source) ?? {});
  if (name === 'Ref') return faultOfName(String(argument), '', use);
  if (name === 'Fn::GetAtt') {
    const path = Array.isArray(argument) ? argument.map(String).join('.') : String(argument);
    const [id = '', ...attribute] = path.split('.');
    return faultOfName(id, attribute.join('.'), use);
  }
  if (name === 'Fn::Sub' || name === 'Fn::Join') {
    // Whatever is put together, it may be one reference and nothing else.
    const only = /^\$\{([\w:]+)(?:\.([\w.]+))?\}$/.exec(template);
    if (only !== null) return faultOfName(only[1] ?? '', only[2] ?? '', use);
  }
  if (name === 'Fn::Sub' && typeof argument === 'string') {
    return faultOfText(template, wanted, place);
  }
  if (name === 'Fn::Sub' || name === 'Fn::Join') {
    const known = faultOfText(template, wanted, place);
    return known === null || known.code === 'LOG_LOOP' ? known : composed(wanted);
  }
  if (name === 'Fn::If' && Array.isArray(argument)) return faultOfIf(argument, use);
  if (name === 'Fn::ImportValue') return faultOfImport(source, template, use);
  return notProvable(wanted);
}

/** An export is believed where the template has it already, for logs of a neighbour or by a name that says what it is. */
function faultOfImport(
  source: unknown,
  template: string,
  { wanted, place: { model, target } }: Use,
): Restriction | null {
  const written = JSON.stringify(source);
  const isUsed = JSON.stringify(model.blocks.map(({ body }) => body)).includes(written);
  if (!isUsed) return madeUp(wanted, template);
  if (wanted === 'bucket' && logTargetsOf(model, target).includes(template)) return null;
  const name = written.replaceAll(/Fn::\w+|AWS::\w+|\bRef\b|[^A-Za-z0-9]+/g, '_');
  return isDeclaredFor(wanted, name, undefined) ? null : notProvable(wanted);
}

/** Both values must be right, each where it is the one that counts. */
function faultOfIf(argument: readonly unknown[], { wanted, place }: Use): Restriction | null {
  const [name, yes, no] = argument;
  const conditions = place.model.blocks.find(({ address }) => address === 'Conditions');
  if (typeof name !== 'string' || !Object.hasOwn(conditions?.body ?? {}, name)) {
    return madeUp(wanted, String(name));
  }
  const branch = (raw: unknown, holds: boolean): Restriction | null => {
    const known = new Map([...(place.holds ?? []), [name, holds] as const]);
    const value = resolveValue(raw, new Map());
    return faultOf(value, wanted, { ...place, holds: known });
  };
  return branch(yes, true) ?? branch(no, false);
}

function faultOfName(id: string, attribute: string, use: Use): Restriction | null {
  const { wanted, place } = use;
  const { blocks } = place.model;
  const resource = blocks.find((one) => one.kind === 'resource' && one.address === id);
  if (resource !== undefined) return faultOfResource(resource, attribute, use);
  const parameters = blocks.find((one) => one.kind === 'section' && one.address === 'Parameters');
  const parameter = asRecord(parameters?.body[id]);
  if (parameter !== null && attribute === '') return faultOfParameter(id, parameter, use);
  return id.startsWith('AWS::') ? notProvable(wanted) : madeUp(wanted, id);
}

/** A parameter is believed where it is declared for such a name, or already used for one. */
function faultOfParameter(
  id: string,
  parameter: Readonly<Record<string, unknown>>,
  { wanted, place }: Use,
): Restriction | null {
  const type = parameter['Type'];
  if (type !== 'String' && type !== 'AWS::SSM::Parameter::Value<String>') {
    return wrongKind(wanted, id);
  }
  const given = [parameter['Default'] ?? [], parameter['AllowedValues'] ?? []].flat();
  const usable = given.every((one) => typeof one === 'string' && one !== '' && !isPlaceholder(one));
  if (!usable) return notProvable(wanted);
  const used = wanted === 'bucket' && logTargetsOf(place.model, place.target).includes(`\${${id}}`);
  return used || isDeclaredFor(wanted, id, parameter['Description']) ? null : notProvable(wanted);
}

/** Types with the attributes that give a name or key; '' is Ref. */
const TYPES: Readonly<Record<Wanted, Readonly<Record<string, readonly string[]>>>> = {
  bucket: { 'AWS::S3::Bucket': [''] },
  key: {
    'AWS::KMS::Key': ['', 'Arn', 'KeyId'],
    'AWS::KMS::ReplicaKey': ['', 'Arn', 'KeyId'],
    'AWS::KMS::Alias': [''],
  },
};

function faultOfResource(block: Block, attribute: string, use: Use): Restriction | null {
  const { wanted, place } = use;
  const shown = attribute === '' ? block.address : `${block.address}.${attribute}`;
  const types = TYPES[wanted];
  const attributes = Object.hasOwn(types, block.type) ? types[block.type] : undefined;
  if (attributes?.includes(attribute) !== true) return wrongKind(wanted, shown);
  if (block.address === place.target.address) return logsToItself();
  if (!isThere(block, place)) return mayNotExist(shown);
  if (wanted === 'key') return faultOfKey(block, place);
  const why = unsuitedAsLogBucket(block, place.target, place.model);
  if (why === 'circle') return logCircle(block.address);
  return why === null ? null : unsuited(block.address, why);
}

function faultOfKey(block: Block, place: Place): Restriction | null {
  const { address, type } = block;
  const properties = propertiesOf(block);
  if (type === 'AWS::KMS::Alias') {
    const key = resolveValue(properties['TargetKeyId'], new Map());
    return isExpression(key) ? faultOfAliased(key, place) : null;
  }
  if (type !== 'AWS::KMS::Key') return null;
  const is = (name: string, usual: unknown) =>
    !Object.hasOwn(properties, name) || String(properties[name]) === String(usual);
  const fits =
    is('KeySpec', 'SYMMETRIC_DEFAULT') && is('KeyUsage', 'ENCRYPT_DECRYPT') && is('Enabled', true);
  return fits ? null : wrongKind('key', address);
}

/** The key behind an alias, where the template has it. */
function faultOfAliased({ template }: Expression, place: Place): Restriction | null {
  const id = /^\$\{(\w+)(?:\.\w+)?\}$/.exec(template)?.[1];
  const key = place.model.blocks.find(({ kind, address }) => kind === 'resource' && address === id);
  return key === undefined ? null : faultOfKey(key, place);
}

/** A resource under a condition exists where the target has the same one, or where the value is chosen by it. */
function isThere({ body }: Block, { model, target, holds }: Place): boolean {
  const condition = body['Condition'];
  if (condition === undefined) return true;
  if (typeof condition !== 'string') return false;
  if (condition === target.body['Condition'] || holds?.get(condition) === true) return true;
  const conditions = model.blocks.find(({ address }) => address === 'Conditions');
  const [negated] = [asRecord(conditions?.body[condition])?.['Fn::Not']].flat();
  const name = asRecord(negated)?.['Condition'];
  return typeof name === 'string' && holds?.get(name) === false;
}
