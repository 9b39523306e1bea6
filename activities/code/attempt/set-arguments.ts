/** Sets arguments of a block, or inputs of a module call, as a person would who runs `terraform fmt`. */
import { asRecord } from '../validate/source/model.ts';
import type { Block } from '../validate/source/model.ts';

/**
 * The file's lines with the arguments set: where the block sets one to another literal, that is replaced, inside of its
 * blocks and maps too; the others follow behind a blank line. Null where one is set in another way, or the block's form is
 * not the usual one.
 */
export function setArguments(
  lines: readonly string[],
  { body, line, text }: Pick<Block, 'body' | 'line' | 'text'>,
  wanted: readonly string[],
): readonly string[] | null {
  const own = text.split('\n');
  const set = setInside(own, body, wanted);
  if (set === null) return null;
  return [...lines.slice(0, line - 1), ...set, ...lines.slice(line - 1 + own.length)];
}

type Body = Readonly<Record<string, unknown>>;

/** `own` are the lines of a block or map, from the one with its name to the one that closes it. */
function setInside(
  own: readonly string[],
  body: Body,
  wanted: readonly string[],
): readonly string[] | null {
  const last = own.at(-1) ?? '';
  if (own.length < 2 || own[0]?.trimEnd().endsWith('{') !== true || last.trim() !== '}')
    return null;
  let changed = own;
  const missing: string[] = [];
  for (const [name, ...rest] of groupsOf(wanted)) {
    const key = nameIn(name);
    if (!Object.hasOwn(body, key)) missing.push(name, ...rest);
    else {
      const replaced =
        rest.length === 0
          ? replaceLiteral(changed, key, name)
          : replaceInside(changed, body[key], { key, inside: rest.slice(0, -1) });
      if (replaced === null) return null;
      changed = replaced;
    }
  }
  const before = changed.slice(0, -1);
  if (missing.length === 0) return changed;
  const gap = before.at(-1)?.trim() === '' ? [] : [''];
  const indent = `${indentOf(last)}  `;
  return [...before, ...gap, ...aligned(missing).map((one) => `${indent}${one}`), last];
}

type Group = readonly [first: string, ...rest: string[]];

/** One argument each: its first line, and those inside of its block or map. */
function groupsOf(wanted: readonly string[]): readonly Group[] {
  const groups: [string, ...string[]][] = [];
  for (const one of wanted) {
    const last = groups.at(-1);
    if (last !== undefined && /^[\s}]/.test(one)) last.push(one);
    else groups.push([one]);
  }
  return groups;
}

/** Only where the value alone stands on the line, as a literal without a comment behind it. */
function replaceLiteral(
  own: readonly string[],
  key: string,
  wanted: string,
): readonly string[] | null {
  const value = wanted.slice(wanted.indexOf('=') + 1).trim();
  const found = own.flatMap((one, at) => {
    const match = /^(\s*([\w-]+)\s*=\s*)(?:true|false|null|"[^"$%\\]*")\s*$/.exec(one);
    return match?.[2] === key ? [{ at, head: match[1] ?? '' }] : [];
  });
  const [only] = found;
  if (only === undefined || found.length > 1) return null;
  return own.map((one, at) => (at === only.at ? `${only.head}${value}` : one));
}

interface Inside {
  readonly key: string;
  /** The arguments that it has to have, without their indentation's first step. */
  readonly inside: readonly string[];
}

/** The one block, or the map, of a name with the arguments set in it. */
function replaceInside(
  own: readonly string[],
  value: unknown,
  { key, inside }: Inside,
): readonly string[] | null {
  const blocks = [value].flat();
  const body = asRecord(blocks[0]);
  if (body === null || blocks.length > 1) return null;
  const starts = own.flatMap((one, at) => (isHead(one, key) ? [at] : []));
  const [start] = starts;
  if (start === undefined || starts.length > 1) return null;
  const close = `${indentOf(own[start])}}`;
  const end = own.findIndex((one, at) => at > start && one.trimEnd() === close);
  const set = setInside(
    own.slice(start, end + 1),
    body,
    inside.map((one) => one.slice(2)),
  );
  return set === null ? null : [...own.slice(0, start), ...set, ...own.slice(end + 1)];
}

/** `name {` or `name = {`; what comes from the file becomes no pattern. */
function isHead(line: string, key: string): boolean {
  return /^\s*([\w-]+)\s*(?:=\s*)?\{\s*$/.exec(line)?.[1] === key;
}

function nameIn(line: string): string {
  return /^[\w-]+/.exec(line)?.[0] ?? '';
}

function indentOf(line: string | undefined): string {
  return /^\s*/.exec(line ?? '')?.[0] ?? '';
}

/** Names that are left keep one column for their equals signs. */
function aligned(wanted: readonly string[]): readonly string[] {
  const plain = wanted.filter((one) => !/^[\s}]/.test(one) && !one.endsWith('{'));
  const width = Math.max(0, ...plain.map((one) => nameIn(one).length));
  return wanted.map((one) =>
    plain.includes(one)
      ? `${nameIn(one).padEnd(width)} = ${one.slice(one.indexOf('=') + 1).trim()}`
      : one,
  );
}
