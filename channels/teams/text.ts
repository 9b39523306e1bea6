import { cut } from '../slack/escape.ts';

/**
 * One visible line for a TextRun, which reads no Markdown, no HTML and no mention. What hides, turns the direction of
 * writing or begins a function of the card language (`{{DATE(…)}}`, `${…}`) does nothing any more. Never empty: an empty
 * text is no element. https://learn.microsoft.com/adaptive-cards/authoring-cards/text-features
 */
export function plain(text: string, most: number): string {
  const line = text
    .toWellFormed()
    .replaceAll(/[\p{C}\p{Z}\u115F\u1160\u3164\uFFA0]+/gu, ' ')
    .replaceAll(/\{(?=\{)/g, '{ ')
    .replaceAll(/\$(?=\{)/g, '$ ')
    .trim();
  return line === '' ? '–' : cut(line, most);
}
