import type { Lines, Page } from '../../output/page.ts';
import { wrapAfter } from '../../output/wrap.ts';

export type Fact = readonly [name: string, text: string];

/** Name and text, one fact a line; what is null is left out. */
export function factLines(facts: readonly (Fact | null)[], page: Page): Lines {
  return facts
    .filter((fact) => fact !== null)
    .flatMap(([name, text]) => wrapAfter(`  ${page.style.dim(name.padEnd(10))}  `, text, page));
}
