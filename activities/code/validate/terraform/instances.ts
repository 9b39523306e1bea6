import { asRecord } from '../source/model.ts';
import type { Block } from '../source/model.ts';
import { resolve, textOfValue } from './scope.ts';
import type { Scope } from './scope.ts';

/** `count` or `for_each`, as its expression's text. */
export interface Repetition {
  readonly kind: 'one' | 'count' | 'for_each';
  readonly text: string;
}

/** How often a block exists. A literal `count` of 1 is one. */
export function instancesOf({ body }: Block, scope: Scope): Repetition {
  if (Object.hasOwn(body, 'count')) {
    const count = textOfValue(resolve(body['count'], scope));
    return {
      kind: 'count',
      text: count !== null && /^\d+$/.test(count) ? count : textOf(body['count']),
    };
  }
  if (Object.hasOwn(body, 'for_each')) return { kind: 'for_each', text: textOf(body['for_each']) };
  const [enabled] = [body['lifecycle'] ?? []]
    .flat()
    .flatMap((one) => asRecord(one)?.['enabled'] ?? []);
  // https://opentofu.org/docs/language/meta-arguments/enabled/
  if (enabled !== undefined && enabled !== true)
    return { kind: 'count', text: `enabled ${textOf(enabled)}` };
  return { kind: 'one', text: '' };
}

function textOf(raw: unknown): string {
  const text = typeof raw === 'string' ? raw : JSON.stringify(raw);
  return (/^\$\{([\s\S]*)\}$/.exec(text)?.[1] ?? text).replaceAll(/\s+/g, '');
}

export function sameRepetition(a: Repetition, b: Repetition): boolean {
  return a.kind === b.kind && a.text === b.text;
}

/** Does a companion exist for every instance of the block that its reference's index names? */
export function coversAllInstances(
  index: string,
  { of, target }: { readonly of: Repetition; readonly target: Repetition },
  name: string,
): boolean {
  const isOne = of.kind === 'one' || (of.kind === 'count' && of.text === '1');
  if (target.kind === 'one') return isOne && index === '';
  if (target.kind === 'for_each') {
    const keys = [target.text, name, `toset(keys(${target.text}))`, `toset(keys(${name}))`];
    const over = of.kind === 'for_each' && keys.includes(of.text);
    // In a set, key and value are the same.
    return (
      over && (index === 'each.key' || (index === 'each.value' && of.text.startsWith('toset(')))
    );
  }
  const counts = of.kind === 'count' && (of.text === target.text || of.text === `length(${name})`);
  if (index === 'count.index') return counts;
  const single = target.text === '1' || /\?(?:1:0|0:1)$/.test(target.text);
  return index === '0' && single && (counts || (target.text === '1' && isOne));
}
