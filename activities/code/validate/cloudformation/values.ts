import { isExpression, isList } from '../../../../controls/code-change.ts';
import type { Attributes, Value } from '../../../../controls/code-change.ts';
import { asRecord } from '../source/model.ts';
import type { SourceModel } from '../source/model.ts';
import { textOfValue } from '../terraform/scope.ts';

/**
 * The text of a value: a literal, or a template with what is unknown in `${…}`. Null for lists and maps, and for a text
 * that has `${…}` without `Fn::Sub`, which CloudFormation takes as it stands.
 */
export function textOf(value: Value | undefined): string | null {
  return typeof value === 'string' && value.includes('${') ? null : textOfValue(value);
}

/** Default values of the template's parameters. */
export type Parameters = ReadonlyMap<string, unknown>;

export function parametersOf(model: SourceModel): Parameters {
  const section = model.blocks.find(
    (one) => one.kind === 'section' && one.address === 'Parameters',
  );
  const entries = Object.entries(section?.body ?? {}).flatMap(
    ([name, raw]): [string, unknown][] => {
      const parameter = asRecord(raw);
      return parameter !== null && Object.hasOwn(parameter, 'Default')
        ? [[name, parameter['Default']]]
        : [];
    },
  );
  return new Map(entries);
}

/** A raw value with those functions evaluated that need nothing from outside the template. */
export function resolveValue(raw: unknown, parameters: Parameters): Value {
  if (Array.isArray(raw)) return raw.map((one) => resolveValue(one, parameters));
  const record = asRecord(raw);
  if (record !== null) {
    const called = resolveCall(record, parameters) ?? resolveProperties(record, parameters);
    return isExpression(called) ? { template: called.template, source: record } : called;
  }
  const scalar = typeof raw === 'string' || typeof raw === 'number' || typeof raw === 'boolean';
  return scalar ? raw : null;
}

export function resolveProperties(
  record: Readonly<Record<string, unknown>>,
  parameters: Parameters,
): Attributes {
  return new Map(
    Object.entries(record).map(([name, raw]) => [name, resolveValue(raw, parameters)]),
  );
}

/** Null for an object that is no function. */
function resolveCall(
  record: Readonly<Record<string, unknown>>,
  parameters: Parameters,
): Value | null {
  const [name, ...others] = Object.keys(record);
  if (others.length > 0 && Object.keys(record).some(isAlone)) return { template: '${?}' };
  if (name === undefined || others.length > 0) return null;
  const argument = record[name];
  if (name === 'Ref') return reference(String(argument), parameters);
  if (!name.startsWith('Fn::') && name !== 'Condition') return null;
  if (name === 'Fn::GetAtt') {
    const path = Array.isArray(argument) ? argument.map(String).join('.') : String(argument);
    return { template: `\${${path}}` };
  }
  if (name === 'Fn::Sub') return substitute(argument, parameters);
  if (name === 'Fn::Join') return join(argument, parameters);
  if (name === 'Condition') return null;
  return { template: `\${${name}(${JSON.stringify(argument)?.replaceAll(/[{}$]/g, ' ')})}` };
}

/** Functions that CloudFormation refuses beside other keys; what such a map is worth is not known. */
function isAlone(name: string): boolean {
  return name === 'Ref' || /^Fn::(?!Transform$|ForEach::)/.test(name);
}

function reference(name: string, parameters: Parameters): Value {
  if (name === 'AWS::NoValue') return null;
  const value = parameters.get(name);
  return value === undefined ? { template: `\${${name}}` } : resolveValue(value, parameters);
}

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-sub.html */
function substitute(argument: unknown, parameters: Parameters): Value {
  const [text, given] = Array.isArray(argument) ? argument : [argument, {}];
  if (typeof text !== 'string') return { template: '${Fn::Sub}' };
  const names = resolveProperties(asRecord(given) ?? {}, parameters);
  return fill(text.replaceAll('${!', '$\u0000{'), (name) => {
    return names.get(name) ?? reference(name, parameters);
  });
}

function fill(text: string, lookUp: (name: string) => Value): Value {
  let known = true;
  const template = text.replaceAll(/\$\{([^{}]*)\}/g, (part, name: string) => {
    const value = lookUp(name.trim());
    if (typeof value === 'string' || typeof value === 'number') return String(value);
    known = false;
    return isExpression(value) ? value.template : part;
  });
  const literal = template.replaceAll('$\u0000{', '${');
  return known ? literal : { template: literal };
}

function join(argument: unknown, parameters: Parameters): Value {
  const [separator, raws] = Array.isArray(argument) ? argument : [];
  const values = resolveValue(raws, parameters);
  if (typeof separator !== 'string' || !isList(values)) return { template: '${Fn::Join}' };
  const texts = values.map((value) => (isExpression(value) ? value.template : value));
  if (!texts.every((text) => typeof text === 'string' || typeof text === 'number')) {
    return { template: '${Fn::Join}' };
  }
  const text = texts.join(separator);
  return values.some(isExpression) ? { template: text } : text;
}
