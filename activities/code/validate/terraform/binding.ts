import type { Block } from '../source/model.ts';
import { resolve, textOfValue } from './scope.ts';
import type { Scope } from './scope.ts';

/** How a block belongs to the target. */
export interface Binding {
  /** Its link refers to the target and to nothing else. */
  readonly refers: boolean;
  /** It exists exactly once for each instance of the target. */
  readonly sameInstances: boolean;
}

const NONE: Binding = { refers: false, sameInstances: false };

/**
 * Does `companion` belong to `target`? The attribute `link` must be a plain reference to it, or the target's own
 * name; a condition that chooses between two resources is neither.
 */
export function bindingOf(
  companion: Block,
  link: string,
  { target, scope }: { readonly target: Block; readonly scope: Scope },
): Binding {
  const raw = companion.body[link];
  if (typeof raw !== 'string') return NONE;
  const text = textOfValue(resolve(raw, scope)) ?? '';
  const here: Instances = { of: instancesOf(companion), target: instancesOf(target) };
  const name = target.address;
  const element = /^\$\{each\.value(?:\.(?:id|bucket))?\}$/.test(text) && iterates(here.of, name);
  if (element) return { refers: true, sameInstances: here.of.kind === 'for_each' };
  const reference = referenceTo(name, text);
  if (reference !== null)
    return { refers: true, sameInstances: coversAllInstances(reference, here, name) };
  return sameName(raw, { target, scope })
    ? { refers: true, sameInstances: sameText(here.of, here.target) }
    : NONE;
}

interface Instances {
  readonly of: Repetition;
  readonly target: Repetition;
}

/** `count` or `for_each`, as its expression's text. */
interface Repetition {
  readonly kind: 'one' | 'count' | 'for_each';
  readonly text: string;
}

function instancesOf({ body }: Block): Repetition {
  if (Object.hasOwn(body, 'count')) return { kind: 'count', text: textOf(body['count']) };
  if (Object.hasOwn(body, 'for_each')) return { kind: 'for_each', text: textOf(body['for_each']) };
  return { kind: 'one', text: '' };
}

function textOf(raw: unknown): string {
  const text = typeof raw === 'string' ? raw : JSON.stringify(raw);
  return (/^\$\{([\s\S]*)\}$/.exec(text)?.[1] ?? text).replaceAll(/\s+/g, '');
}

function sameText(a: Repetition, b: Repetition): boolean {
  return a.kind === b.kind && a.text === b.text;
}

/** `for_each` over the target itself, or over a map made of it. */
function iterates({ kind, text }: Repetition, name: string): boolean {
  if (kind !== 'for_each') return false;
  if (text === name) return true;
  const made = /^\{for(\w+),(\w+)in([\w.-]+):\1=>\2(?:\.(?:id|bucket))?\}$/.exec(text);
  return made?.[3] === name;
}

/** The index of a plain reference to the target: '' for none, null when the text is no such reference. */
function referenceTo(name: string, text: string): string | null {
  const escaped = name.replaceAll('.', String.raw`\.`);
  const plain = new RegExp(String.raw`^\$\{${escaped}(?:\[([^\[\]]+)\])?\.(?:id|bucket)\}$`).exec(
    text,
  );
  if (plain !== null) return plain[1]?.trim() ?? '';
  const splat = String.raw`${escaped}(?:\.\*|\[\*\])\.(?:id|bucket)`;
  const only = new RegExp(
    String.raw`^\$\{(?:one\(${splat}\)|join\("",\s*${splat}\)|element\(${splat},\s*0\))\}$`,
  );
  return only.test(text) ? '0' : null;
}

/** Does the companion exist for every instance of the target that the reference's index names? */
function coversAllInstances(index: string, { of, target }: Instances, name: string): boolean {
  if (target.kind === 'one') return of.kind === 'one' && index === '';
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
  return index === '0' && single && (counts || (target.text === '1' && of.kind === 'one'));
}

/** Equal names are one bucket, except names from functions that differ on each call. */
function sameName(
  raw: string,
  { target, scope }: { readonly target: Block; readonly scope: Scope },
): boolean {
  const own = target.body['bucket'];
  if (typeof own !== 'string' || /\b(?:uuid|timestamp|bcrypt|plantimestamp)\(/.test(raw))
    return false;
  const name = textOfValue(resolve(own, scope));
  return name !== null && name !== '' && name === textOfValue(resolve(raw, scope));
}
