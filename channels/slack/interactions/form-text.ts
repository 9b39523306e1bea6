/** A decision's form as blocks of Slack, and the comparison of what Slack showed with what it should have shown. */
import type { KnownBlock } from '@slack/web-api';
import { z } from 'zod';

import { asLine } from '../../../domain/decision-form.ts';
import type { DecisionForm } from '../../../domain/decision-form.ts';
import { plainText } from '../text.ts';

/** Characters of a text, and blocks beside those in which the person writes. https://docs.slack.dev/reference/views */
const MOST_TEXT = 3_000;
const MOST_BLOCKS = 96;

/** False where Slack cannot show the form whole: half of what is signed is not shown. */
export function fits(form: DecisionForm): boolean {
  return blocksOf(form).length <= MOST_BLOCKS;
}

/** Everything in `plain_text`, where nothing is markup. A line longer than a block goes on in the next one. */
export function blocksOf({ title, sections }: DecisionForm): KnownBlock[] {
  return [
    ...chunks([title]).map(section),
    ...sections.flatMap((part): KnownBlock[] => [
      { type: 'header', text: plainText(part.title, 150) },
      ...chunks(part.lines.map(asLine)).map(section),
    ]),
  ];
}

function section(text: string): KnownBlock {
  return { type: 'section', text: { type: 'plain_text', text, emoji: false } };
}

/** The lines in as few texts as Slack's limit allows. */
function chunks(lines: readonly string[]): readonly string[] {
  const pieces = lines.map(withoutEmoji).flatMap(inPieces);
  const texts: string[] = [];
  for (const piece of pieces) {
    const last = texts.at(-1);
    const joined = last === undefined ? piece : `${last}\n${piece}`;
    if (last === undefined || joined.length > MOST_TEXT) texts.push(piece);
    else texts[texts.length - 1] = joined;
  }
  return texts;
}

function inPieces(line: string): readonly string[] {
  const characters = Array.from(line);
  // A character is at most two of the units that Slack counts.
  const size = MOST_TEXT / 2;
  const count = line.length <= MOST_TEXT ? 1 : Math.ceil(characters.length / size);
  if (count === 1) return [line];
  return Array.from({ length: count }, (_, n) =>
    characters.slice(n * size, (n + 1) * size).join(''),
  );
}

/** Slack may write an emoji as `:name:`, and sends back what it made of it: their numbers stay as they are. */
function withoutEmoji(text: string): string {
  return text.replaceAll(
    /\p{Extended_Pictographic}/gu,
    (sign) => `[U+${(sign.codePointAt(0) ?? 0).toString(16).toUpperCase()}]`,
  );
}

/** Of a submitted view: what Slack showed the person. Other blocks are those in which the person wrote. */
export const shownBlocks = z.array(
  z.object({ type: z.string(), text: z.object({ text: z.string() }).optional() }),
);
type ShownBlocks = z.infer<typeof shownBlocks>;

/**
 * Null where the person was shown exactly this form; else the first line that differs, for people. Slack itself sends
 * what it showed with the submission: neither the button nor whoever drew the form is believed.
 */
export function differenceOf(shown: ShownBlocks, form: DecisionForm): string | null {
  const [was, now] = [linesIn(shown), linesIn(shownBlocks.parse(blocksOf(form)))];
  const at = now.findIndex((line, n) => line !== was[n]);
  if (at === -1 && was.length === now.length) return null;
  const [before, after] = [was[at === -1 ? now.length : at], now[at]];
  return `it says now ${after === undefined ? 'nothing more' : `"${after}"`}, and you were shown ${before === undefined ? 'nothing' : `"${before}"`}`;
}

function linesIn(blocks: ShownBlocks): readonly string[] {
  return blocks
    .filter(({ type }) => type !== 'input')
    .flatMap(({ text }) => (text === undefined ? [] : decoded(text.text).split('\n')));
}

/** Slack escapes these three in what it sends: https://docs.slack.dev/messaging/formatting-message-text#escaping */
function decoded(text: string): string {
  return text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
}
