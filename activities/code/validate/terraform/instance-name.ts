import { isList } from '../../../../controls/code-change.ts';
import type { Block } from '../source/model.ts';
import { fitOfTemplate } from '../source/target.ts';
import type { Fit } from '../source/target.ts';
import { resolve } from './scope.ts';
import type { Scope } from './scope.ts';

/** With a literal `for_each`, the names of all instances are in the file. */
export function fitOfInstance(
  template: string,
  block: Block,
  { scope, resourceName }: { readonly scope: Scope; readonly resourceName: string },
): Fit {
  const keys = keysOf(block.body['for_each'], scope);
  if (keys === null) return fitOfTemplate(template, resourceName);
  const fits = keys.map((key) =>
    fitOfTemplate(
      template.replaceAll(/\$\{each\.(?:key|value)\}/g, () => key),
      resourceName,
    ),
  );
  return fits.find((fit) => fit !== 'none') ?? 'none';
}

function keysOf(raw: unknown, scope: Scope): readonly string[] | null {
  const set =
    typeof raw === 'string' ? /^\$\{toset\(([\s\S]*)\)\}$/.exec(raw)?.[1]?.trim() : undefined;
  const inner = set === undefined ? raw : /^(?:local|var)\./.test(set) ? `\${${set}}` : listOf(set);
  const value = resolve(inner, scope);
  if (value instanceof Map) return [...value.keys()];
  return isList(value) ? value.filter((one) => typeof one === 'string') : null;
}

/** A list of literal texts is JSON but for a comma at its end. */
function listOf(text: string): unknown {
  try {
    return JSON.parse(text.replace(/,\s*\]$/, ']'));
  } catch {
    return null;
  }
}
