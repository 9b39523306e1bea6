import { escapeHtml, htmlLink, htmlPage } from '../html.ts';
import type { SandboxCard } from './card-problems.ts';

interface Posted {
  readonly workflow: string;
  readonly card: SandboxCard;
}

/** The cards that people see, the newest first. */
export function teamsPage(posted: readonly Posted[]): string {
  const cards = posted.toReversed().map(({ workflow, card }) => article(workflow, card));
  return htmlPage(
    'Teams in the sandbox',
    `<h1>Teams in the sandbox</h1><p class="meta">${posted.length} cards. Reload to see new ones.</p>${cards.join('')}`,
  );
}

function article(workflow: string, { body, actions = [] }: SandboxCard): string {
  const toggled = actions.flatMap((one) =>
    one.type === 'Action.ToggleVisibility' ? [one.title] : [],
  );
  const links = actions.flatMap((one) =>
    one.type === 'Action.OpenUrl'
      ? [`<span class="action">${htmlLink(one.url, one.title)}</span>`]
      : [],
  );
  const shown = body.filter((one) => !isHidden(one)).map(blockHtml);
  const hidden = body.filter(isHidden).map(blockHtml);
  const folded =
    hidden.length === 0
      ? ''
      : `<details><summary>${escapeHtml(toggled.join(', '))}</summary>${hidden.join('')}</details>`;
  return `<article><small>through the workflow <b>${escapeHtml(workflow)}</b></small>${shown.join('')}<p>${links.join('')}</p>${folded}</article>`;
}

type Block = SandboxCard['body'][number];

function isHidden(block: Block): boolean {
  return block.type === 'RichTextBlock' && block.isVisible === false;
}

function blockHtml(block: Block): string {
  if (block.type === 'TextBlock') return `<p>${escapeHtml(block.text)}</p>`;
  const isHeading = block.inlines.some(({ size }) => size === 'Large');
  const inner = block.inlines.map(({ text, weight, isSubtle = false }) => {
    const shown = escapeHtml(text);
    if (isSubtle) return `<small>${shown}</small>`;
    return weight === 'Bolder' && !isHeading ? `<b>${shown}</b>` : shown;
  });
  return isHeading ? `<h2>${inner.join('')}</h2>` : `<p>${inner.join('')}</p>`;
}
