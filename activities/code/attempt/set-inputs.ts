/** Writes inputs of a module call as a person would who runs `terraform fmt`. */
import type { Block } from '../validate/source/model.ts';

/**
 * The file's lines with the inputs set: where the call sets one to another literal, that is replaced; the others follow
 * behind a blank line. Null where one is set in another way, or the block's form is not the usual one.
 */
export function setInputs(
  lines: readonly string[],
  { body, line, text }: Block,
  inputs: readonly string[],
): readonly string[] | null {
  const own = text.split('\n');
  const last = own.at(-1) ?? '';
  if (own.length < 2 || own[0]?.trimEnd().endsWith('{') !== true || last.trim() !== '}')
    return null;
  let changed = own;
  const missing: string[] = [];
  for (const [name, ...rest] of groupsOf(inputs)) {
    const key = /^[\w-]+/.exec(name)?.[0] ?? '';
    if (!Object.hasOwn(body, key)) missing.push(name, ...rest);
    else {
      const replaced = rest.length === 0 ? replaceLiteral(changed, key, name) : null;
      if (replaced === null) return null;
      changed = replaced;
    }
  }
  const before = changed.slice(0, -1);
  const gap = before.at(-1)?.trim() === '' ? [] : [''];
  const added = missing.length === 0 ? [] : [...gap, ...aligned(missing).map((one) => `  ${one}`)];
  return [
    ...lines.slice(0, line - 1),
    ...before,
    ...added,
    last,
    ...lines.slice(line - 1 + own.length),
  ];
}

type Group = readonly [first: string, ...rest: string[]];

/** One input each: its first line, and those inside of its map. */
function groupsOf(inputs: readonly string[]): readonly Group[] {
  const groups: [string, ...string[]][] = [];
  for (const one of inputs) {
    const last = groups.at(-1);
    if (last !== undefined && /^[\s}]/.test(one)) last.push(one);
    else groups.push([one]);
  }
  return groups;
}

/** Only where the value alone stands on the line, as a literal without a comment behind it. */
function replaceLiteral(own: readonly string[], key: string, wanted: string): string[] | null {
  const value = wanted.slice(wanted.indexOf('=') + 1).trim();
  const found = own.flatMap((one, at) => {
    const match = /^(\s*([\w-]+)\s*=\s*)(?:true|false|null|"[^"$%\\]*")\s*$/.exec(one);
    return match?.[2] === key ? [{ at, head: match[1] ?? '' }] : [];
  });
  const [only] = found;
  if (only === undefined || found.length > 1) return null;
  return own.map((one, at) => (at === only.at ? `${only.head}${value}` : one));
}

/** Names that are left keep one column for their equals signs. */
function aligned(inputs: readonly string[]): readonly string[] {
  const plain = inputs.filter((one) => !/^[\s}]/.test(one) && !one.endsWith('{'));
  const names = plain.map((one) => /^[\w-]+/.exec(one)?.[0] ?? '');
  const width = Math.max(0, ...names.map((name) => name.length));
  return inputs.map((one) => {
    if (!plain.includes(one)) return one;
    const name = /^[\w-]+/.exec(one)?.[0] ?? '';
    return `${name.padEnd(width)} = ${one.slice(one.indexOf('=') + 1).trim()}`;
  });
}
