import { cut } from '../slack/escape.ts';

/**
 * Words of products and people for a tracker: without control characters (some hide or turn text), at most so many
 * characters, and never empty, since trackers refuse empty text.
 */
export function plain(text: string, most: number): string {
  const shown = text.replaceAll(CONTROLS, '').trim();
  return shown === '' ? '–' : cut(shown, most);
}

/** As `plain`, in one line: a title with line breaks is refused. */
export function oneLine(text: string, most: number): string {
  return plain(text.replaceAll(/\s+/g, ' '), most);
}

/** All but tab and line feed; with the marks that reverse the direction of text. */
// oxlint-disable-next-line no-control-regex
const CONTROLS = /[\u0000-\u0008\u000B-\u001F\u007F-\u009F\u200E\u200F\u202A-\u202E\u2066-\u2069]/g;
