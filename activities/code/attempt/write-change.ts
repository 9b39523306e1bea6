/** Writes the fixes that are always the same. */
import type { MechanicalChange } from '../../../controls/code-change.ts';
import { codeChangeOf } from '../../../controls/code-changes.ts';
import { canonicalDiff } from '../validate/diff/canonical.ts';
import { plainText, readTextFile } from '../validate/diff/text-file.ts';
import { languageOf } from '../validate/language-of.ts';
import type { Readers } from '../validate/readers.ts';
import { isRejection } from '../validate/rejection.ts';
import type { Block } from '../validate/source/model.ts';
import { asRecord } from '../validate/source/model.ts';
import type { TargetHints } from '../validate/source/target.ts';
import { setInputs } from './set-inputs.ts';

export interface ControlQuestion {
  readonly control: string;
  readonly path: string;
  readonly source: Uint8Array;
  readonly target: TargetHints;
}

/** The diff that the control writes itself; null where a model is needed. The validator judges it like any answer. */
export async function writeChange(
  readers: Readers,
  { control, path, source, target: hints }: ControlQuestion,
): Promise<string | null> {
  const file = readTextFile(source);
  if (isRejection(file)) return null;
  const text = plainText(file);
  const language = languageOf(path, text);
  if (language === null || language.syntax === 'terraform-json') return null;
  const change = codeChangeOf(control);
  if (change === null) return null;
  const reader = await readers.reader(language.syntax);
  const opened = await reader.open(text, text);
  if (isRejection(opened)) return null;
  const { before: model } = opened;
  const target = reader.target(model, change[language.name].targetType, hints);
  if (isRejection(target)) return null;
  const rules = reader.rules(model, target, change);
  if (isRejection(rules) || rules.mechanical === undefined) return null;
  const { mechanical } = rules;
  if (target.kind === 'module') {
    if (mechanical.unless.some((name) => Object.hasOwn(target.body, name))) return null;
    const changed = setInputs(text.split('\n'), target, mechanical.lines);
    return changed === null ? null : canonicalDiff(path, text, changed.join('\n')).text;
  }
  const existing = rules.companions
    .filter(({ type }) => type === mechanical.companion?.type)
    .flatMap((one) => [...reader.bound(model, target, one), ...reader.shared(model, target, one)]);
  if (existing.length > 0) return null;
  const write = language.name === 'terraform' ? inTerraform : inTemplate;
  const after = write(text.split('\n'), target, mechanical);
  return after === null ? null : canonicalDiff(path, text, after.join('\n')).text;
}

/** With these a block makes several resources, or one elsewhere, and its companion would need the same. */
const META_ARGUMENTS = ['count', 'for_each', 'provider', 'region', 'dynamic'];

function inTerraform(
  lines: readonly string[],
  { address, body, line, text }: Block,
  { companion, lines: added, unless }: MechanicalChange,
): readonly string[] | null {
  const [first = '', ...rest] = text.split('\n');
  const end = line + rest.length;
  if ([...unless, ...META_ARGUMENTS].some((name) => Object.hasOwn(body, name))) return null;
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

/** Adds to the resource's `Properties`, or adds them after its `Type`. */
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

/** Adds lines after the line with this number, from 1. */
function inserted(
  lines: readonly string[],
  after: number,
  added: readonly string[],
): readonly string[] {
  return [...lines.slice(0, after), ...added, ...lines.slice(after)];
}

function isContent(line: string): boolean {
  return /^ *[^\s#]/.test(line);
}

/** In spaces; null without a line. */
function indentOf(line: string | undefined): number | null {
  return line === undefined ? null : line.length - line.trimStart().length;
}
