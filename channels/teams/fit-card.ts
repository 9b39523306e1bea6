import type { Card, Limits } from './card.ts';

/** Teams refuses larger messages. https://learn.microsoft.com/microsoftteams/platform/webhooks-and-connectors/how-to/connectors-using */
export const MOST_BYTES = 28 * 1024;

/** From what reads well down to what always fits. */
const LIMITS: readonly Limits[] = [
  { text: 1_500, lines: 60 },
  { text: 600, lines: 40 },
  { text: 250, lines: 20 },
  { text: 100, lines: 8 },
];

/** The body of a request to a workflow: the card with as much text as fits. Throws when even the least does not. */
export function fitCard(render: (limits: Limits) => Card): string {
  for (const limits of LIMITS) {
    const body = JSON.stringify({ type: 'message', attachments: [attachment(render(limits))] });
    if (Buffer.byteLength(body) <= MOST_BYTES) return body;
  }
  throw new Error(`A card has more than ${MOST_BYTES} bytes, however much of it is cut.`);
}

function attachment(content: Card): Readonly<Record<string, unknown>> {
  return { contentType: 'application/vnd.microsoft.card.adaptive', contentUrl: null, content };
}
