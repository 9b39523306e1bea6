import { stripVTControlCharacters } from 'node:util';

import { visibleLine } from '../../domain/one-line.ts';

/** Text of a finding, a person or AWS as one harmless line: escape sequences are removed, the rest stays visible. */
export function sanitize(text: string): string {
  return visibleLine(stripVTControlCharacters(text));
}

/** `JSON.stringify` escapes only some of them; escaped, the value is the same and a terminal is safe. */
export function sanitizedJson(value: unknown): string {
  return JSON.stringify(value).replaceAll(UNSEEN, (character) =>
    codeUnits(character).map(escaped).join(''),
  );
}

const UNSEEN = /[\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}\u2028\u2029]/gu;

function codeUnits(character: string): readonly number[] {
  return Array.from({ length: character.length }, (_, at) => character.charCodeAt(at));
}

function escaped(unit: number): string {
  return `\\u${unit.toString(16).padStart(4, '0')}`;
}
