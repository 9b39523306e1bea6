import { stripVTControlCharacters } from 'node:util';

/** Unicode's line breaks, several as one: https://www.unicode.org/reports/tr14/#BK */
const BREAKS = /(?:[\n\v\f\r\u0085\u2028\u2029])+/g;
/** Control and format characters: they are invisible, and reverse text, hide letters or steer a terminal. */
const INVISIBLE = /[\p{Cc}\p{Cf}]/gu;

/**
 * Text of a finding, a person or AWS as one harmless line. Escape sequences are removed; a line break is shown as ⏎ and
 * an invisible character as �, so that a forged text does not look like an ordinary one.
 */
export function sanitize(text: string): string {
  return stripVTControlCharacters(text)
    .replaceAll(BREAKS, ' ⏎ ')
    .replaceAll(/[\t\p{Zs}]/gu, ' ')
    .replaceAll(INVISIBLE, '�');
}

/** `JSON.stringify` escapes only some of them; escaped, the value is the same and a terminal is safe. */
export function sanitizedJson(value: unknown): string {
  return JSON.stringify(value).replaceAll(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, (character) =>
    codeUnits(character).map(escaped).join(''),
  );
}

function codeUnits(character: string): readonly number[] {
  return Array.from({ length: character.length }, (_, at) => character.charCodeAt(at));
}

function escaped(unit: number): string {
  return `\\u${unit.toString(16).padStart(4, '0')}`;
}
