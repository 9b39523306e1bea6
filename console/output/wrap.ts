import type { Lines, Page } from './page.ts';
import { columnsOf } from './width.ts';

/** Beside a margin that leaves less than this, the text begins on a line of its own. */
const NARROWEST = 40;
/** Where it begins then. */
const STEP = '      ';

/** `text` after `margin`, its further lines indented to where it began. Words longer than a line stay whole. */
export function hang(margin: string, text: string, page: Page): Lines {
  const clean = page.clean(text);
  const indent = columnsOf(page.clean(margin));
  const room = page.width - indent;
  if (!Number.isFinite(room)) return [margin + clean];
  // Runs of spaces could make a wrapped line look like one of ours.
  const words = clean.split(' ').filter((word) => word !== '');
  if (room < NARROWEST && indent > STEP.length) {
    return [margin.trimEnd(), ...filled(words, page.width - STEP.length).map((l) => STEP + l)];
  }
  const [first = '', ...more] = filled(words, room);
  return [margin + first, ...more.map((line) => ' '.repeat(indent) + line)];
}

/** As `hang`, but a line with a command stays whole: it is there to be copied. */
export function todo(margin: string, text: string, page: Page): Lines {
  return COMMAND.test(text) ? [margin + text] : hang(margin, text, page);
}

const COMMAND = /^(?:export|npm|node|temporal) |npm run /;

function filled(words: readonly string[], room: number): Lines {
  return words.reduce<string[]>((all, word) => {
    const last = all.at(-1);
    if (last === undefined || columnsOf(last) + 1 + columnsOf(word) > room) return [...all, word];
    return [...all.slice(0, -1), `${last} ${word}`];
  }, []);
}
