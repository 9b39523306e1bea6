import { isExpression, isList } from '../../../../../controls/code-change.ts';
import type { Attributes, Value } from '../../../../../controls/code-change.ts';
import type { Block } from '../../source/model.ts';
import { fitOfTemplate } from '../../source/target.ts';
import type { Fit } from '../../source/target.ts';
import { expressionOf, parseReference } from '../expression.ts';
import { fitOfInstance } from '../instance-name.ts';
import { resolve, resolveBody, textOfValue } from '../scope.ts';
import type { Scope } from '../scope.ts';
import type { ModuleTable } from './table.ts';

/** Does the call make a resource of this name? `none` also where it makes nothing at all. */
export function fitOfCall(
  call: Block,
  table: ModuleTable,
  { scope, resourceName }: { readonly scope: Scope; readonly resourceName: string },
): Fit {
  const inputs = resolveBody(call.body, scope);
  if (makesNothing(inputs)) return 'none';
  const { input, prefix, otherwise } = table.name;
  const name = input === null ? undefined : inputs.get(input);
  if (isGiven(name)) {
    if (isExpression(name) && namesOther(name.template, table)) return 'none';
    return isExpression(name)
      ? fitOfInstance(name.template, call, { scope, resourceName })
      : fitOfValue(name, resourceName);
  }
  const start = prefix === null ? undefined : inputs.get(prefix);
  if (isGiven(start)) {
    if (isExpression(start)) return 'unnamed';
    return typeof start === 'string' && resourceName.startsWith(start) ? 'pattern' : 'none';
  }
  if (otherwise === 'made-up') return resourceName.startsWith('terraform-') ? 'unnamed' : 'none';
  return otherwise === 'label' ? fitOfLabel(inputs, resourceName) : 'unnamed';
}

/** The call's name as text or template; null where an input does not say it. */
export function nameOfCall(call: Block, { name }: ModuleTable, scope: Scope): string | null {
  const raw = name.input === null ? undefined : call.body[name.input];
  return raw === undefined ? null : textOfValue(resolve(raw, scope));
}

/** Is it the name of a bucket that another block makes? */
function namesOther(template: string, { outputs }: ModuleTable): boolean {
  const reference = parseReference(expressionOf(template) ?? '');
  if (reference === null) return false;
  const { address, attribute } = reference;
  const isBucket = /^(?:data\.)?aws_s3_bucket/.test(address);
  return isBucket || (address.startsWith('module.') && outputs.id.includes(attribute));
}

/** Is the call switched off, or repeated no times? */
export function makesNothing(inputs: Attributes): boolean {
  const off = ['create_bucket', 'create', 'enabled'].some((name) =>
    ['false', false].includes(scalar(inputs.get(name))),
  );
  const each = inputs.get('for_each');
  const isEmpty = each instanceof Map && each.size === 0;
  return off || isEmpty || String(scalar(inputs.get('count'))) === '0';
}

function scalar(value: Value | undefined): string | boolean {
  return typeof value === 'number'
    ? String(value)
    : typeof value === 'boolean'
      ? value
      : (textOfValue(value) ?? '');
}

function isGiven(value: Value | undefined): value is Value {
  return value !== undefined && value !== null && value !== '';
}

function fitOfValue(value: Value, resourceName: string): Fit {
  const text = textOfValue(value);
  return text === null ? 'unnamed' : fitOfTemplate(text, resourceName);
}

/** Inputs that change how a label is put together. */
const SHAPING = [
  'label_order',
  'regex_replace_chars',
  'id_length_limit',
  'label_value_case',
  'descriptor_formats',
];
const PARTS = ['namespace', 'tenant', 'environment', 'stage', 'name', 'attributes'];

/** cloudposse/label/null: the parts that are given, in this order, in lower case, joined by `-`. */
function fitOfLabel(inputs: Attributes, resourceName: string): Fit {
  const isOpen = inputs.has('context') || SHAPING.some((name) => inputs.has(name));
  const parts = PARTS.flatMap((name) => {
    const value = inputs.get(name);
    return isList(value ?? null) ? listOf(value) : [textOfValue(value) ?? ''];
  }).filter((text) => text !== '');
  if (isOpen) {
    const name = textOfValue(inputs.get('name')) ?? '';
    return name.includes('${') || resourceName.includes(clean(name)) ? 'unnamed' : 'none';
  }
  const delimiter = textOfValue(inputs.get('delimiter')) ?? '-';
  return fitOfTemplate(parts.map(clean).join(delimiter), resourceName);
}

function listOf(value: Value | undefined): readonly string[] {
  return isList(value ?? null) && Array.isArray(value)
    ? value.map((one: Value) => textOfValue(one) ?? '${?}')
    : [];
}

/** What is not known stays. */
function clean(part: string): string {
  return part
    .split(/(\$\{[^{}]*\})/)
    .map((text) =>
      text.startsWith('${') ? text : text.toLowerCase().replaceAll(/[^a-z0-9-]/g, ''),
    )
    .join('');
}
