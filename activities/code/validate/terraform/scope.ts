import { isAttributes, isExpression, isList } from '../../../../controls/code-change.ts';
import type { Attributes, Value } from '../../../../controls/code-change.ts';
import { asRecord, moduleBlocks } from '../source/model.ts';
import type { SourceModel } from '../source/model.ts';
import { callText, parseCall } from './functions.ts';

/** What `var.x` and `local.x` mean in a file: raw values by reference. */
export type Scope = ReadonlyMap<string, unknown>;

/** Defaults of variables, and locals, of the module. Values from callers are not known. */
export function scopeOf(model: SourceModel): Scope {
  const scope = new Map<string, unknown>();
  const { variables, unknownVariables } = model.module;
  for (const { kind, address, body } of moduleBlocks(model)) {
    if (kind === 'variable' && Object.hasOwn(body, 'default')) {
      scope.set(address.replace(/^variable\./, 'var.'), body['default']);
    }
    if (kind === 'locals') {
      for (const [name, value] of Object.entries(body)) scope.set(`local.${name}`, value);
    }
  }
  for (const name of unknownVariables) scope.delete(`var.${name}`);
  for (const [name, value] of variables) scope.set(`var.${name}`, value);
  return scope;
}

/** Without defaults: a caller may give other values, so they never make two expressions equal. */
export function sureScopeOf(model: SourceModel): Scope {
  return new Map([...scopeOf(model)].filter(([name]) => !name.startsWith('var.')));
}

/** A raw value of hcl2json with the references replaced that the file resolves. */
export function resolve(raw: unknown, scope: Scope, depth = 0): Value {
  if (typeof raw === 'string') return resolveText(raw, scope, depth);
  if (Array.isArray(raw)) return raw.map((one) => resolve(one, scope, depth));
  const record = asRecord(raw);
  if (record !== null) return resolveBody(record, scope, depth);
  return typeof raw === 'number' || typeof raw === 'boolean' ? raw : null;
}

export function resolveBody(
  body: Readonly<Record<string, unknown>>,
  scope: Scope,
  depth = 0,
): Attributes {
  return new Map(Object.entries(body).map(([name, raw]) => [name, resolve(raw, scope, depth)]));
}

/** Limits chains of references, which may be circular. */
const DEEPEST = 8;

function resolveText(text: string, scope: Scope, depth: number): Value {
  const whole = /^\$\{([^{}]*)\}$/.exec(text)?.[1]?.trim();
  if (whole !== undefined) return resolveReference(whole, scope, depth);
  if (!/[$%]\{/.test(text)) return text;
  let known = true;
  const template = text.replaceAll(/\$\{([^{}]*)\}/g, (part, inner: string) => {
    const value = resolveReference(inner.trim(), scope, depth);
    if (typeof value === 'string' || typeof value === 'number') return String(value);
    known = false;
    return isExpression(value) ? value.template : part;
  });
  // Escapes (`$${`) and directives (`%{`) are not interpreted.
  return known && !/[$%]\{/.test(template) ? template : { template };
}

function resolveReference(expression: string, scope: Scope, depth: number): Value {
  const raw = scope.get(expression) ?? memberOf(expression, scope);
  if (depth >= DEEPEST) return { template: `\${${expression}}` };
  if (raw === undefined)
    return resolveCall(expression, scope, depth) ?? { template: `\${${expression}}` };
  return resolve(raw, scope, depth + 1);
}

/** What a call puts together; null where an argument is no text. */
function resolveCall(expression: string, scope: Scope, depth: number): Value | null {
  const call = parseCall(expression);
  if (call === null) return null;
  let isKnown = true;
  const textOf = (argument: string): string => {
    const value = argument.startsWith('"')
      ? resolve(decoded(argument), scope, depth + 1)
      : /^\d+$/.test(argument)
        ? argument
        : resolveReference(argument, scope, depth + 1);
    if (typeof value === 'string' || typeof value === 'number') return String(value);
    isKnown = false;
    return isExpression(value) ? value.template : '${?}';
  };
  const given = call.arguments.map((one) =>
    typeof one === 'string' ? textOf(one) : one.map(textOf),
  );
  const text = callText(call.name, given);
  if (text === null || text.includes('${?}')) return null;
  return isKnown ? text : { template: text };
}

/** A quoted text with its escapes; one that JSON does not know leaves the text as it stands. */
function decoded(quoted: string): string {
  try {
    return String(JSON.parse(quoted));
  } catch {
    return '${?}';
  }
}

/** `local.names.logs`, `local.names["logs"]` and `local.list[0]`, where the map or list is written out. */
function memberOf(expression: string, scope: Scope): unknown {
  const [, holder = '', name, quoted, index] =
    /^((?:local|var)\.[\w-]+)(?:\.([A-Za-z_][\w-]*)|\["([\w.-]+)"\]|\[(\d+)\])$/.exec(expression) ??
    [];
  const held = holder === '' ? undefined : scope.get(holder);
  if (index !== undefined) return Array.isArray(held) ? held[Number(index)] : undefined;
  const key = name ?? quoted ?? '';
  const record = asRecord(held);
  return record !== null && Object.hasOwn(record, key) ? record[key] : undefined;
}

/** The text of a value: a literal, or a template with what is unknown in `${…}`. Null for lists and maps. */
export function textOfValue(value: Value | undefined): string | null {
  if (value === undefined || value === null || isList(value) || isAttributes(value)) return null;
  return isExpression(value) ? value.template : String(value);
}
