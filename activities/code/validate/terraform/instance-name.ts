import { isAttributes, isList } from '../../../../controls/code-change.ts';
import type { Value } from '../../../../controls/code-change.ts';
import type { Block } from '../source/model.ts';
import { fitOfTemplate } from '../source/target.ts';
import type { Fit } from '../source/target.ts';
import { resolve, textOfValue } from './scope.ts';
import type { Scope } from './scope.ts';

/** With a literal `for_each`, the names of all instances are in the file. */
export function fitOfInstance(
  template: string,
  block: Block,
  { scope, resourceName }: { readonly scope: Scope; readonly resourceName: string },
): Fit {
  const instances = instancesIn(block.body['for_each'], scope);
  if (instances === null) return fitOfTemplate(template, resourceName);
  const fits = instances.map((one) => fitOfTemplate(nameOf(template, one), resourceName));
  return BEST.find((fit) => fits.includes(fit)) ?? 'none';
}

const BEST = ['exact', 'pattern', 'unnamed'] as const;

interface Instance {
  readonly key: string;
  readonly value: Value;
}

const EACH = /\$\{each\.(key|value)(?:\.([\w-]+)|\["([\w.-]+)"\])?\}/g;

/** The template with what the instance fills in; what it does not show stays a reference. */
function nameOf(template: string, { key, value }: Instance): string {
  return template.replaceAll(EACH, (part, what: string, name?: string, quoted?: string) => {
    if (what === 'key') return key;
    const member = name ?? quoted;
    const held = member === undefined ? value : isAttributes(value) ? value.get(member) : undefined;
    return textOfValue(held) ?? part;
  });
}

function instancesIn(raw: unknown, scope: Scope): readonly Instance[] | null {
  const set =
    typeof raw === 'string' ? /^\$\{toset\(([\s\S]*)\)\}$/.exec(raw)?.[1]?.trim() : undefined;
  const inner = set === undefined ? raw : /^(?:local|var)\./.test(set) ? `\${${set}}` : listOf(set);
  const value = resolve(inner, scope);
  if (isAttributes(value)) return [...value].map(([key, one]) => ({ key, value: one }));
  if (!isList(value)) return null;
  return value.filter((one) => typeof one === 'string').map((one) => ({ key: one, value: one }));
}

/** A list of literal texts is JSON but for a comma at its end. */
function listOf(text: string): unknown {
  try {
    return JSON.parse(text.replace(/,\s*\]$/, ']'));
  } catch {
    return null;
  }
}
