/** A message as a ticket shows it, before a tracker's adapter writes it in the tracker's own format. */
import type { Message } from '../../activities/notify/message.ts';
import { utc } from '../../domain/text.ts';
import { noChange, present } from '../presentation.ts';
import type { Change, Fact } from '../presentation.ts';
import { howToDecide, isOfAudit } from '../sentences.ts';
import { codeLine, oneLine } from '../text.ts';
import { historyLine, statusTitle, subject } from '../title.ts';
import { verdictOf } from '../verdict.ts';
import type { Block, Category, Comment, Link, TicketText } from './tickets.ts';

/** Title and description of a finding's ticket, with its present status. */
export function ticketText(message: Message): TicketText {
  const { decisive, happened, why, changes, details, exact, references, ...rest } =
    present(message);
  // The tracker itself shows the link to the pull request.
  const links = rest.links.filter(({ id }) => id !== 'pull-request');
  const nothing = changes.length === 0 ? noChange(message) : null;
  return {
    title: oneLine(subject(message), MOST_TITLE),
    body: [
      { kind: 'heading', text: statusTitle(message) },
      facts(decisive),
      ...[...happened, ...howToDecide(message)].map(paragraph),
      ...(links.length === 0 ? [] : [{ kind: 'links' as const, links }]),
      ...changes.flatMap(changeBlocks),
      ...(nothing === null ? [] : [paragraph(nothing)]),
      { kind: 'heading', text: 'Why it matters' },
      paragraph(why),
      { kind: 'heading', text: 'Details' },
      facts(details),
      paragraph(RECORD),
      {
        kind: 'folded',
        title: exact.length === 0 ? 'Ids' : 'What is run, and ids',
        lines: [...exact, ...references].map((line) => oneLine(line, MOST_WORDS)),
      },
    ],
  };
}

/** As Jira and Azure DevOps have it. */
const MOST_TITLE = 255;
const MOST_WORDS = 2_000;

const RECORD =
  'Closeloop rewrites this text whenever something changes: use comments for your own words. Closing the ticket does not close the finding: Closeloop then checks the resource and comments what it found.';

/** What happened, for the ticket's history. */
export function historyComment(message: Message): Comment {
  const { event, at, sequence, state, mentions } = message;
  const verdict = verdictOf(state);
  const line = historyLine(message);
  const isSaid = verdict === null || line.includes(verdict) || isOfAudit(message.kind);
  return {
    mark: `Closeloop ${sequence}`,
    body: [
      paragraph(line),
      ...(isSaid ? [] : [paragraph(`Result: ${verdict}`)]),
      ...(mentions.length === 0 ? [] : [mentioned(mentions)]),
      paragraph(`${utc(at)}, ${event.actor}`),
    ],
  };
}

/** The pull request that the finding waits for; null where there is none. */
export function pullRequestLink({ links: { pullRequest } }: Message): Link | null {
  return pullRequest === null ? null : { url: pullRequest, title: 'Pull request of Closeloop' };
}

/**
 * The category into which the ticket has to be moved; null to leave it where people put it. Closed or accepted findings
 * are done, what Closeloop or a pull request works on is in progress, and an open finding is never done.
 */
export function wantedCategory({ state }: Message, now: Category): Category | null {
  if (state.destiny !== null) return now === 'done' ? null : 'done';
  if (IN_PROGRESS.includes(state.phase)) return now === 'working' ? null : 'working';
  return now === 'done' ? 'new' : null;
}

const IN_PROGRESS: readonly string[] = [
  'REMEDIATE',
  'SETTLE',
  'DRAFT_FIX',
  'PROPOSE_FIX',
  'AWAITING_MERGE',
  'CHECK_MERGE',
];

function changeBlocks({ title, summary, lines, consequences }: Change): readonly Block[] {
  return [
    { kind: 'heading', text: title },
    paragraph(summary),
    ...(lines.length === 0
      ? []
      : [{ kind: 'code' as const, lines: lines.map((line) => codeLine(line, MOST_WORDS)) }]),
    ...(consequences.length === 0 ? [] : [facts(consequences)]),
  ];
}

function mentioned(all: Message['mentions']): Block {
  const people = all.map(({ person, accounts }) => ({ person: oneLine(person, 200), accounts }));
  return { kind: 'mentions', people };
}

function paragraph(text: string): Block {
  return { kind: 'paragraph', text: oneLine(text, MOST_WORDS) };
}

function facts(all: readonly Fact[]): Block {
  const shown = all.map(({ name, value }) => ({ name, value: oneLine(value, MOST_WORDS) }));
  return { kind: 'facts', facts: shown };
}
