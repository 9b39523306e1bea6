/** Writes a fix that is always the same into JSON, in the file's own form. */
import { applyEdits, modify } from 'jsonc-parser';
import type { JSONPath } from 'jsonc-parser';
import { parse } from 'yaml';

import type { MechanicalChange } from '../../../controls/code-change.ts';
import { asRecord } from '../validate/source/model.ts';
import type { Block } from '../validate/source/model.ts';
import { companionHead } from './companion-head.ts';

/** A template's resource with the property set; null where it has it, or something like it, already. */
export function inJsonTemplate(
  text: string,
  { address, body }: Block,
  { companion, lines }: MechanicalChange,
): string | null {
  const properties = asRecord(body['Properties'] ?? {});
  if (companion !== null || properties === null) return null;
  const added = asRecord(parse(lines.join('\n'))) ?? {};
  return Object.entries(added).reduce(
    (now, [name, value]) => set(now, ['Resources', address, 'Properties', name], value),
    text,
  );
}

/** Terraform's JSON with the argument, or with the companion beside the others of its type. */
export function inTerraformJson(
  text: string,
  target: Block,
  { companion, lines }: MechanicalChange,
): string | null {
  const { address, type } = target;
  const name = address.split('.').at(-1) ?? '';
  const settings = settingsIn([...lines]);
  if (!areMaps(text, ['resource', companion?.type ?? type, name])) return null;
  if (companion === null) {
    return Object.entries(settings).reduce(
      (now, [key, value]) => set(now, ['resource', type, name, key], value),
      text,
    );
  }
  const head = companionHead(target, companion.link, false);
  if (head === null) return null;
  const given = head.map(({ name: key, value }) => {
    const literal = /^"([\w.-]*)"$/.exec(value)?.[1];
    return [key, literal ?? `\${${value}}`];
  });
  return set(text, ['resource', companion.type, name], {
    ...Object.fromEntries(given),
    ...settings,
  });
}

/** A module call of Terraform's JSON with the inputs set; null where one is set to more than another literal. */
export function inJsonCall(
  text: string,
  { address, body }: Block,
  { lines }: MechanicalChange,
): string | null {
  const settings = Object.entries(settingsIn([...lines]));
  const canSet = ([name, value]: readonly [string, unknown]) =>
    !Object.hasOwn(body, name) || (isLiteral(value) && isLiteral(body[name]));
  if (!settings.every(canSet)) return null;
  const name = address.replace(/^module\./, '');
  if (!areMaps(text, ['module', name])) return null;
  return settings.reduce((now, [key, value]) => set(now, ['module', name, key], value), text);
}

/** Terraform takes lists of maps too: where the file has one, a model finds the place. */
function areMaps(text: string, path: readonly string[]): boolean {
  let at: unknown = JSON.parse(text);
  for (const name of path) {
    const map = asRecord(at);
    if (map === null) return false;
    if (!Object.hasOwn(map, name)) return true;
    at = map[name];
  }
  return asRecord(at) !== null;
}

function isLiteral(value: unknown): boolean {
  return (
    value === null ||
    typeof value === 'boolean' ||
    (typeof value === 'string' && !/[$%]\{/.test(value))
  );
}

/** Blocks and maps with literal values, as the controls have them. Takes the lines that it has read. */
function settingsIn(lines: string[]): Readonly<Record<string, unknown>> {
  const settings: Record<string, unknown> = {};
  for (let line = lines.shift(); line !== undefined && line.trim() !== '}'; line = lines.shift()) {
    const [, name = '', value = ''] = /^([\w-]+)\s*(?:=\s*)?(.*)$/.exec(line.trim()) ?? [];
    settings[name] = value === '{' ? settingsIn(lines) : JSON.parse(value);
  }
  return settings;
}

function set(text: string, path: JSONPath, value: unknown): string {
  const indent = /^([ \t]+)\S/m.exec(text)?.[1] ?? '  ';
  const formattingOptions = {
    insertSpaces: !indent.startsWith('\t'),
    tabSize: indent.length,
    eol: '\n',
  };
  return applyEdits(text, modify(text, path, value, { formattingOptions }));
}
