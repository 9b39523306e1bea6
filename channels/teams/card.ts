/** A message as an Adaptive Card: https://adaptivecards.io/explorer. Nothing on it decides: it has links only. */
import type { Message } from '../../activities/notify/message.ts';
import { changes } from '../change.ts';
import { byWhom, facts, headline, subject } from '../words.ts';
import { plain } from './text.ts';

interface TextRun {
  readonly type: 'TextRun';
  readonly text: string;
  readonly weight?: 'Bolder';
  readonly size?: 'Large';
  readonly isSubtle?: true;
}

/** RichTextBlocks only: a TextBlock and a FactSet would read Markdown. */
interface RichTextBlock {
  readonly type: 'RichTextBlock';
  readonly inlines: readonly TextRun[];
}

interface OpenUrl {
  readonly type: 'Action.OpenUrl';
  readonly title: string;
  readonly url: string;
}

export interface Card {
  readonly type: 'AdaptiveCard';
  readonly $schema: 'http://adaptivecards.io/schemas/adaptive-card.json';
  readonly version: '1.4';
  readonly body: readonly RichTextBlock[];
  readonly actions?: readonly OpenUrl[];
}

/** How much of long texts is shown. */
export interface Room {
  /** Characters of one text. */
  readonly text: number;
  /** Lines of what would change. */
  readonly lines: number;
}

/** `remark`: what is special about this card, for example that it came before. */
export function card(message: Message, room: Room, remark: string | null): Card {
  const { why, finding, at } = message;
  const said = (text: string): RichTextBlock => block([run(text, room)]);
  const body = [
    block([{ ...run(headline(message), room), weight: 'Bolder', size: 'Large' }]),
    ...(remark === null ? [] : [said(remark)]),
    said(byWhom(message)),
    ...facts(message).map(({ name, value }) => named(name, value, room)),
    named('Why it matters', why, room),
    ...shortened(changes(message), room.lines).map(said),
    ...deciding(message).map(said),
    subtle(`${finding.workflowId}, episode ${finding.episode}, ${at.slice(0, 16)}Z`, room),
  ];
  return around(body, linksOf(message.links));
}

/** For the channel of the team that had it before. */
export function movedCard(message: Message, to: string, room: Room): Card {
  const { finding, links } = message;
  const title = `Moved: ${subject(message)}`;
  const body = [
    block([{ ...run(title, room), weight: 'Bolder', size: 'Large' }]),
    block([run(`It is with ${finding.owner.team} now, and told in ${to}.`, room)]),
    subtle(finding.workflowId, room),
  ];
  return around(body, linksOf(links));
}

function around(body: readonly RichTextBlock[], actions: readonly OpenUrl[]): Card {
  return {
    type: 'AdaptiveCard',
    $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
    version: '1.4',
    body,
    ...(actions.length === 0 ? {} : { actions }),
  };
}

function block(inlines: readonly TextRun[]): RichTextBlock {
  return { type: 'RichTextBlock', inlines };
}

function run(text: string, room: Room): TextRun {
  return { type: 'TextRun', text: plain(text, room.text) };
}

function named(name: string, value: string, room: Room): RichTextBlock {
  const label = { type: 'TextRun', text: `${name}: `, weight: 'Bolder' } as const;
  return block([label, run(value, room)]);
}

function subtle(text: string, room: Room): RichTextBlock {
  return block([{ ...run(text, room), isSubtle: true }]);
}

function shortened(lines: readonly string[], most: number): readonly string[] {
  if (lines.length <= most) return lines;
  const left = lines.length - most;
  return [...lines.slice(0, most), `… and ${left} more lines: \`findings show\` has them.`];
}

/** Workflows tell nobody who pressed a button: people decide where their name is proved. */
function deciding({ decisions, finding }: Message): readonly string[] {
  if (decisions.length === 0) return [];
  return [
    `To decide (${decisions.join(', ')}), in a terminal: closeloop findings show '${finding.workflowId}'`,
  ];
}

function linksOf({ finding, workflow, pullRequest }: Message['links']): readonly OpenUrl[] {
  const all = [
    ['Security Hub', finding],
    ['Workflow', workflow],
    ['Pull request', pullRequest],
  ] as const;
  return all.flatMap(([title, url]) =>
    url === null || url.length > LONGEST_LINK ? [] : [{ type: 'Action.OpenUrl', title, url }],
  );
}

/** A longer one would crowd out the text. */
const LONGEST_LINK = 2_000;
