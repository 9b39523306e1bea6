/** Writes the fixes that are always the same. */
import type { MechanicalChange } from '../../../controls/code-change.ts';
import { codeChangeOf } from '../../../controls/code-changes.ts';
import { canonicalDiff } from '../validate/diff/canonical.ts';
import { plainText, readTextFile } from '../validate/diff/text-file.ts';
import { languageOf } from '../validate/language-of.ts';
import type { Syntax } from '../validate/language-of.ts';
import type { SiblingFile } from '../validate/language.ts';
import type { Readers } from '../validate/readers.ts';
import { isRejection } from '../validate/rejection.ts';
import type { Block } from '../validate/source/model.ts';
import { asRecord } from '../validate/source/model.ts';
import type { TargetHints } from '../validate/source/target.ts';
import { companionHead } from './companion-head.ts';
import { existingSetting } from './existing-setting.ts';
import type { ExistingSetting } from './existing-setting.ts';
import { setArguments } from './set-arguments.ts';
import { setProperties } from './set-properties.ts';
import { inJsonCall, inJsonTemplate, inTerraformJson } from './write-json.ts';

export interface ControlQuestion {
  readonly control: string;
  readonly path: string;
  readonly source: Uint8Array;
  readonly target: TargetHints;
  /** The other files of the folder. */
  readonly siblings?: readonly SiblingFile[];
}

/** The diff that the control writes itself; null where a model is needed. The validator judges it like any answer. */
export async function writeChange(
  readers: Readers,
  { control, path, source, target: hints, siblings = [] }: ControlQuestion,
): Promise<string | null> {
  const file = readTextFile(source);
  if (isRejection(file)) return null;
  const text = plainText(file);
  const language = languageOf(path, text);
  if (language === null) return null;
  const change = codeChangeOf(control);
  if (change === null) return null;
  const reader = await readers.reader(language.syntax);
  const opened = await reader.open(text, text, siblings);
  if (isRejection(opened)) return null;
  const { before: model } = opened;
  const target = reader.target(model, change[language.name].targetType, hints);
  if (isRejection(target)) return null;
  const rules = reader.rules(model, target, change);
  if (isRejection(rules) || rules.mechanical === undefined) return null;
  const { companions, mechanical } = rules;
  const form = reader.inVersions(model, mechanical);
  if (form === null) return null;
  const fits = mechanical.fits?.(await reader.view(model, target, { companions, defaults: true }));
  if (fits === false) return null;
  const own = companions.filter(({ type }) => type === mechanical.companion?.type);
  const bound = own.flatMap((one) => reader.bound(model, target, one));
  const shared = own.flatMap((one) => reader.shared(model, target, one));
  const existing = existingSetting(target, { bound, shared }, form.change);
  const after =
    existing === 'none'
      ? changed(text, { syntax: language.syntax, target, ...form })
      : inPlace(text, language.syntax, existing);
  return after === null || after === text ? null : canonicalDiff(path, text, after).text;
}

/** Sets what the file has with another value, where it is a literal. */
function inPlace(text: string, syntax: Syntax, existing: ExistingSetting | null): string | null {
  if (existing === null || syntax === 'terraform-json') return null;
  const { block, lines } = existing;
  if (syntax === 'template') return setProperties(text, block, lines);
  return setArguments(text.split('\n'), block, lines)?.join('\n') ?? null;
}

interface Writing {
  readonly syntax: Syntax;
  readonly target: Block;
  readonly change: MechanicalChange;
  /** Terraform older than 0.12 reads expressions only within quotes. */
  readonly quoted: boolean;
}

function changed(text: string, { syntax, target, change, quoted }: Writing): string | null {
  const isCall = target.kind === 'module';
  if (syntax === 'terraform-json')
    return (isCall ? inJsonCall : inTerraformJson)(text, target, change);
  if (syntax === 'template' && /^\s*\{/.test(text)) return inJsonTemplate(text, target, change);
  const lines = text.split('\n');
  if (syntax === 'template') return inTemplate(lines, target, change)?.join('\n') ?? null;
  const after = isCall
    ? setArguments(lines, target, change.lines)
    : inTerraform(lines, target, { change, quoted });
  return after?.join('\n') ?? null;
}

/** As `terraform fmt` leaves it: arguments behind a blank line, so that no other is aligned anew; or a block behind it. */
function inTerraform(
  lines: readonly string[],
  target: Block,
  { change: { companion, lines: added }, quoted }: Pick<Writing, 'change' | 'quoted'>,
): readonly string[] | null {
  const { address, line, text } = target;
  const [first = '', ...rest] = text.split('\n');
  const end = line + rest.length;
  const inside = added.map((one) => `  ${one}`);
  if (companion === null) {
    if (rest.length === 0 && first.endsWith('{}')) {
      const open = [first.slice(0, -1), ...inside, '}'];
      return [...lines.slice(0, line - 1), ...open, ...lines.slice(line)];
    }
    if (!first.trimEnd().endsWith('{') || rest.at(-1)?.trim() !== '}') return null;
    const before = rest.at(-2)?.trim() ?? '';
    return inserted(lines, end - 1, before === '' ? inside : ['', ...inside]);
  }
  const head = companionHead(target, companion.link, quoted);
  if (head === null) return null;
  const meta = head.slice(0, -1);
  const width = Math.max(0, ...meta.map(({ name }) => name.length));
  const name = address.split('.').at(-1) ?? '';
  return inserted(lines, end, [
    '',
    `resource "${companion.type}" "${name}" {`,
    ...meta.map((one) => `  ${one.name.padEnd(width)} = ${one.value}`),
    ...(meta.length > 0 ? [''] : []),
    ...head.slice(-1).map((one) => `  ${one.name} = ${one.value}`),
    '',
    ...inside,
    '}',
  ]);
}

/** Adds to the resource's `Properties`, or adds them after its `Type`. */
function inTemplate(
  lines: readonly string[],
  { body, line, text }: Block,
  { companion, lines: added }: MechanicalChange,
): readonly string[] | null {
  const properties = asRecord(body['Properties'] ?? {});
  if (companion !== null || properties === null) return null;
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
