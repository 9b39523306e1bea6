/** How much room text takes on a terminal, and how it is fitted into what there is. */
import stringWidth from 'string-width';
import wrapAnsi from 'wrap-ansi';

import type { Lines, Page } from './page.ts';

/** Beside a margin that leaves less than this, the text begins on a line of its own. */
const NARROWEST = 40;
/** Where it begins then. */
const STEP = '      ';

/** `text` after `margin`, its further lines indented to where it began. Words longer than a line stay whole. */
export function wrapAfter(margin: string, text: string, page: Page): Lines {
  const clean = page.clean(text);
  const indent = stringWidth(page.clean(margin));
  const room = page.width - indent;
  if (!Number.isFinite(room)) return [margin + clean];
  if (room < NARROWEST && indent > STEP.length) {
    const lines = wrapped(clean, page.width - STEP.length);
    return [margin.trimEnd(), ...lines.map((line) => STEP + line)];
  }
  const [first = '', ...more] = wrapped(clean, room);
  return [margin + first, ...more.map((line) => ' '.repeat(indent) + line)];
}

/** As `wrapAfter`, but a line with a command stays whole, so that it can be copied. */
export function nextStepLines(margin: string, text: string, page: Page): Lines {
  return COMMAND.test(text) ? [margin + text] : wrapAfter(margin, text, page);
}

const COMMAND = /^(?:export|npm|node|temporal) |npm run /;

export type Fact = readonly [name: string, text: string];

/** Name and text in two columns, one fact a line; what is null is left out. */
export function factLines(facts: readonly (Fact | null)[], page: Page): Lines {
  const all = facts.filter((fact) => fact !== null);
  const most = Math.min(LONGEST_NAME, page.width / 2);
  const names = all.map(([name]) => name.length).filter((length) => length <= most);
  const width = Math.max(SHORTEST_NAME, ...names);
  return all.flatMap(([name, text]) =>
    wrapAfter(`  ${page.style.dim(name.padEnd(width))}  `, text, page),
  );
}

const SHORTEST_NAME = 10;
/** A longer name takes the room of its text. */
const LONGEST_NAME = 44;

/** At most `width` columns of a clean line without colours; `…` stands for what was cut. */
export function shorten(text: string, width: number): string {
  if (stringWidth(text) <= width) return text;
  if (width < 2) return '…'.slice(0, Math.max(0, width));
  const options = { hard: true, trim: false, wordWrap: false };
  return `${wrapAnsi(text, width - 1, options).split('\n')[0]}…`;
}

/** Runs of spaces are made one first: they could make a wrapped line look like one of ours. */
function wrapped(clean: string, room: number): Lines {
  return wrapAnsi(clean.replaceAll(/ +/g, ' '), room).split('\n');
}
