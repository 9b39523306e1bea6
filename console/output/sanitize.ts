import { stripVTControlCharacters } from 'node:util';

/** Unicode's line breaks, several as one: https://www.unicode.org/reports/tr14/#BK */
const BREAKS = /(?:[\n\v\f\r\u0085\u2028\u2029])+/g;
/** Controls, and formatting that has no shape of its own: it reverses text, hides letters or steers a terminal. */
const UNSEEN = /[\p{Cc}\p{Cf}]/gu;

/**
 * Text of a finding, a person or AWS as one harmless line. Escape sequences go; a line break stays visible as ⏎, and
 * what cannot be seen as �, so that a forged text does not look like an ordinary one.
 */
export function sanitize(text: string): string {
  return stripVTControlCharacters(text)
    .replaceAll(BREAKS, ' ⏎ ')
    .replaceAll(/[\t\p{Zs}]/gu, ' ')
    .replaceAll(UNSEEN, '�');
}

/** `JSON.stringify` leaves some of them as they are; escaped, the value is the same and a terminal is safe. */
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
