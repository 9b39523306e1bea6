/**
 * Texts of products and people as one harmless line: every channel, the command line and the form of a decision show
 * them through this one function. Each still escapes its own markup.
 */

/** Unicode's line breaks, several as one: https://www.unicode.org/reports/tr14/#BK */
const BREAKS = /[\n\v\f\r\u0085\u2028\u2029]+/g;
/**
 * What nobody sees, or what steers a terminal or the order of other letters: controls, formats, private and unassigned
 * characters, blank letters. The signs that choose how an emoji looks stay beside their emoji.
 */
const UNSEEN =
  /(?<!\p{Extended_Pictographic})[\uFE0E\uFE0F]|(?![\uFE0E\uFE0F])[\p{C}\p{Default_Ignorable_Code_Point}\u2800]/gu;
const SPACES = /[\t\p{Z}]/gu;

/**
 * One visible line: a line break is shown as ⏎, a character that cannot be seen as �, so that a forged text does not
 * look like an ordinary one. A line that is clean already stays as it is.
 */
export function visibleLine(text: string): string {
  return text.replaceAll(BREAKS, ' ⏎ ').replaceAll(SPACES, ' ').replaceAll(UNSEEN, '�');
}

/** As `visibleLine`, trimmed, without double spaces, and empty for a text in which nothing can be seen. */
export function tidyLine(text: string): string {
  const isBlank = text.replaceAll(UNSEEN, '').trim() === '';
  return isBlank ? '' : visibleLine(text.trim()).replaceAll(/ +/g, ' ');
}

/** A text of others, with marks around it: where a long one is wrapped, its rest cannot pass for a line of ours. */
export function quoted(text: string): string {
  return `“${tidyLine(text).replaceAll(/[“”]/g, '"')}”`;
}
