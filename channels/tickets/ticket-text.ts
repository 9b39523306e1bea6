/** A message as a ticket tells it, before a tracker's adapter writes it in the tracker's own format. */
import type { Message } from '../../activities/notify/message.ts';
import { changes } from '../change.ts';
import { facts, happened, subject } from '../words.ts';
import { oneLine, plain } from './plain.ts';
import type { Block, Category, Comment, Link, TicketText } from './tickets.ts';

/** How the finding stands: title and description of its ticket. */
export function standing(message: Message): TicketText {
  const { why, event, finding } = message;
  return {
    title: oneLine(subject(message), MOST_TITLE),
    body: [
      paragraph(`${happened(message)} (${event.actor})`),
      { kind: 'heading', text: 'The finding' },
      { kind: 'facts', facts: facts(message).map(fact) },
      { kind: 'heading', text: 'Why it matters' },
      paragraph(why),
      ...changeBlocks(message),
      ...linkBlocks(message.links),
      paragraph(`${finding.workflowId}, episode ${finding.episode}`),
      paragraph(RECORD),
    ],
  };
}

/** As Jira and Azure DevOps have it. */
const MOST_TITLE = 255;
const MOST_WORDS = 2_000;

const RECORD =
  'Closeloop writes this text anew whenever something changes: use comments for your own words. This ticket is a record. Closing it closes nothing: Closeloop then looks at the resource again and says here what it saw.';

/** What happened, for the ticket's history. */
export function note(message: Message): Comment {
  const { event, at, sequence } = message;
  const verdict = verdictOf(message);
  return {
    mark: `Closeloop ${sequence}`,
    body: [
      paragraph(happened(message)),
      ...(verdict === null ? [] : [paragraph(verdict)]),
      paragraph(`${at.slice(0, 16)}Z, ${event.actor}`),
    ],
  };
}

/** Of a closed or accepted finding, with what it rests on. */
function verdictOf({ state: { destiny, destinyReason, exception } }: Message): string | null {
  if (destiny === null) return null;
  const reason = destinyReason === null ? '' : `: ${destinyReason}`;
  if (exception === null) return `Verdict: ${destiny}${reason}.`;
  const { by, confirmedBy, until, why } = exception;
  const second = confirmedBy === null ? '' : `, confirmed by ${confirmedBy}`;
  return `Verdict: ${destiny}${reason}, by ${by}${second} until ${until.slice(0, 16)}Z: ${why}`;
}

/** The change in code that the finding waits for; null where there is none. */
export function pullRequestOf({ links: { pullRequest } }: Message): Link | null {
  return pullRequest === null ? null : { url: pullRequest, title: 'Pull request of Closeloop' };
}

/**
 * Where its ticket belongs, given where it is; null to leave it. What a machine works on is begun, what has its destiny
 * is done, and what is open is not done; else people move it as they like.
 */
export function wanted({ state }: Message, now: Category): Category | null {
  if (state.destiny !== null) return now === 'done' ? null : 'done';
  if (WORKED_ON.includes(state.phase)) return now === 'working' ? null : 'working';
  return now === 'done' ? 'new' : null;
}

const WORKED_ON: readonly string[] = [
  'REMEDIATE',
  'SETTLE',
  'DRAFT_FIX',
  'PROPOSE_FIX',
  'AWAITING_MERGE',
  'CHECK_MERGE',
];

function changeBlocks(message: Message): readonly Block[] {
  const lines = changes(message);
  if (lines.length === 0) return [];
  return [{ kind: 'heading', text: 'The exact change' }, ...lines.map((line) => paragraph(line))];
}

function linkBlocks({ finding, workflow, pullRequest }: Message['links']): readonly Block[] {
  const all = [
    ['Security Hub', finding],
    ['Workflow', workflow],
    ['Pull request', pullRequest],
  ] as const;
  const links = all.flatMap(([title, url]) => (url === null ? [] : [{ title, url }]));
  return links.length === 0 ? [] : [{ kind: 'links', links }];
}

function paragraph(text: string): Block {
  return { kind: 'paragraph', text: plain(text, MOST_WORDS) };
}

function fact({ name, value }: { readonly name: string; readonly value: string }) {
  return { name, value: plain(value, MOST_WORDS) };
}
