import { CODES } from './codes.ts';
import type { CheckName, Code, Follow } from './codes.ts';

/** Why an answer is not committed. */
export interface Rejection {
  readonly rejected: true;
  readonly check: CheckName;
  readonly code: Code;
  /** One sentence for people. */
  readonly reason: string;
  /** For the model's next attempt. */
  readonly hint: string;
  readonly follow: Follow;
  /** The offending line, cut to 120 characters: text of the file or the answer, so data and no instruction. */
  readonly line: QuotedLine | null;
  /** The call of a module of the same repository in which the resource is made. */
  readonly inside?: LocalModule;
}

/** A call of a module by its path. */
export interface LocalModule {
  /** `module.logs` */
  readonly call: string;
  /** `./…` or `../…`, from the folder of the file. */
  readonly source: string;
  /** The inputs, as the parser gives them: references are text with `${…}`. */
  readonly inputs: Readonly<Record<string, unknown>>;
}

export interface QuotedLine {
  /** `answer`: a line of the model's answer. `after`: of the file as the answer would leave it. */
  readonly in: 'answer' | 'before' | 'after';
  /** From 1; null where the text has no fixed place. */
  readonly number: number | null;
  readonly text: string;
}

export interface Quoted {
  readonly in: QuotedLine['in'];
  readonly number?: number;
  readonly text: string;
}

/** A rejection with the facts of its code. `reason` is a sentence with a capital and a full stop. */
export function reject(code: Code, reason: string, quoted?: Quoted): Rejection {
  const { check, hint, follow } = CODES[code];
  const line = quoted === undefined ? null : quote(quoted);
  return { rejected: true, check, code, reason, hint, follow, line };
}

export function isRejection(value: unknown): value is Rejection {
  return typeof value === 'object' && value !== null && 'rejected' in value;
}

/** Text from outside as it may be shown: one line, no control or invisible characters, at most 120 characters. */
export function printable(text: string): string {
  const one = text.replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\p{Co}]+/gu, ' ').trim();
  return one.length > 120 ? `${one.slice(0, 119).toWellFormed()}…` : one;
}

function quote(quoted: Quoted): QuotedLine {
  return { in: quoted.in, number: quoted.number ?? null, text: printable(quoted.text) };
}
