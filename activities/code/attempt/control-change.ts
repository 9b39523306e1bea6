import type { MechanicalChange } from '../../../controls/code-change.ts';
import { codeChangeOf } from '../../../controls/code-changes.ts';
import { canonicalDiff } from '../validate/diff/canonical.ts';
import { plainText, readTextFile } from '../validate/diff/text-file.ts';
import { languageOf } from '../validate/languages.ts';
import type { Languages } from '../validate/languages.ts';
import { isRejection } from '../validate/rejection.ts';
import type { Block } from '../validate/source/model.ts';
import { asRecord } from '../validate/source/model.ts';
import type { TargetHints } from '../validate/source/target.ts';

export interface MechanicalQuestion {
  readonly control: string;
  readonly path: string;
  readonly source: Uint8Array;
  readonly target: TargetHints;
}

/**
 * The diff that a control writes itself; null where it is not that simple, and a model is asked. It is judged as any
 * answer is: nothing here decides whether it is right.
 */
export async function mechanicalFix(
  languages: Languages,
  { control, path, source, target: hints }: MechanicalQuestion,
): Promise<string | null> {
  const file = readTextFile(source);
  if (isRejection(file)) return null;
  const text = plainText(file);
  const language = languageOf(path, text);
  if (language === null || language.syntax === 'terraform-json') return null;
  const rules = codeChangeOf(control)?.[language.name];
  if (rules?.mechanical === undefined) return null;
  const { mechanical } = rules;
  const reader = await languages.reader(language.syntax);
  const opened = await reader.open(text, text);
  if (isRejection(opened)) return null;
  const { before: model } = opened;
  const target = reader.target(model, rules.targetType, hints);
  if (isRejection(target)) return null;
  const there = rules.companions
    .filter(({ type }) => type === mechanical.companion?.type)
    .flatMap((one) => [...reader.bound(model, target, one), ...reader.shared(model, target, one)]);
  if (there.length > 0) return null;
  const write = language.name === 'terraform' ? inTerraform : inTemplate;
  const after = write(text.split('\n'), target, mechanical);
  return after === null ? null : canonicalDiff(path, text, after.join('\n')).text;
}

/** What makes a block stand for several resources, or elsewhere: a companion would have to follow it. */
const STEERED = ['count', 'for_each', 'provider', 'region', 'dynamic'];

function inTerraform(
  lines: readonly string[],
  { address, body, line, text }: Block,
  { companion, lines: added, unless }: MechanicalChange,
): readonly string[] | null {
  const [first = '', ...rest] = text.split('\n');
  const end = line + rest.length;
  if ([...unless, ...STEERED].some((name) => Object.hasOwn(body, name))) return null;
  if (rest.length === 0 || !first.trimEnd().endsWith('{') || rest.at(-1)?.trim() !== '}')
    return null;
  const inside = added.map((one) => `  ${one}`);
  if (companion === null) return inserted(lines, line, inside);
  const name = address.split('.').at(-1) ?? '';
  return inserted(lines, end, [
    '',
    `resource "${companion.type}" "${name}" {`,
    `  ${companion.link} = ${address}.id`,
    '',
    ...inside,
    '}',
  ]);
}

/** Under the resource's `Properties`, or under new ones behind its `Type`. */
function inTemplate(
  lines: readonly string[],
  { body, line, text }: Block,
  { companion, lines: added, unless }: MechanicalChange,
): readonly string[] | null {
  const properties = asRecord(body['Properties'] ?? {});
  if (companion !== null || properties === null) return null;
  if (unless.some((name) => Object.hasOwn(properties, name))) return null;
  const [, ...rest] = text.split('\n');
  const indent = indentOf(rest.find((one) => isContent(one)));
  if (indent === null) return null;
  const has = Object.hasOwn(body, 'Properties');
  const key = has ? /^ *Properties:\s*$/ : /^ *Type:\s*\S+\s*$/;
  const at = rest.findIndex((one) => key.test(one) && indentOf(one) === indent);
  if (at === -1) return null;
  const within = has ? indentOf(rest.slice(at + 1).find(isContent)) : indent + 2;
  if (within === null || within <= indent) return null;
  const head = has ? [] : [`${' '.repeat(indent)}Properties:`];
  const inside = added.map((one) => `${' '.repeat(within)}${one}`);
  return inserted(lines, line + 1 + at, [...head, ...inside]);
}

/** Behind the line of this number, from 1. */
function inserted(
  lines: readonly string[],
  behind: number,
  added: readonly string[],
): readonly string[] {
  return [...lines.slice(0, behind), ...added, ...lines.slice(behind)];
}

function isContent(line: string): boolean {
  return /^ *[^\s#]/.test(line);
}

/** In spaces; null without such a line. */
function indentOf(line: string | undefined): number | null {
  return line === undefined ? null : line.length - line.trimStart().length;
}
