/** A message as an Adaptive Card: https://adaptivecards.io/explorer. Nothing on it decides: it has links only. */
import type { SwitchMessage } from '../../activities/kill-switch/message.ts';
import type { Message } from '../../activities/notify/message.ts';
import { utc } from '../../domain/text.ts';
import { switchTitle } from '../announce.ts';
import { noChange, present } from '../presentation.ts';
import type { Change, Fact, Link } from '../presentation.ts';
import { howToDecide } from '../sentences.ts';
import { codeLine, oneLine } from '../text.ts';
import { movedNotice, title } from '../title.ts';

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
  readonly id?: string;
  readonly isVisible?: false;
  readonly inlines: readonly TextRun[];
}

type Action =
  | { readonly type: 'Action.OpenUrl'; readonly title: string; readonly url: string }
  | {
      readonly type: 'Action.ToggleVisibility';
      readonly title: string;
      readonly targetElements: readonly string[];
    };

export interface Card {
  readonly type: 'AdaptiveCard';
  readonly $schema: 'http://adaptivecards.io/schemas/adaptive-card.json';
  readonly version: '1.4';
  readonly body: readonly RichTextBlock[];
  readonly actions: readonly Action[];
}

/** How much of long texts is shown. */
export interface Limits {
  /** Characters of one text. */
  readonly text: number;
  /** Lines of each change. */
  readonly lines: number;
}

/** `remark`: what is special about this card, for example that it was perhaps posted before. */
export function card(message: Message, limits: Limits, remark: string | null): Card {
  const { decisive, happened, why, changes, details, links, exact, references } = present(message);
  const lines = (texts: readonly string[]) => texts.map((text) => block([run(text, limits)]));
  const named = (facts: readonly Fact[]) => facts.map((fact) => namedBlock(fact, limits));
  const nothing = changes.length === 0 ? noChange(message) : null;
  const ids = block([{ ...run([...exact, ...references].join(' · '), limits), isSubtle: true }]);
  return cardOf(
    [
      heading(title(message), limits),
      ...lines(remark === null ? [] : [remark]),
      ...named(decisive),
      ...lines([...happened, ...concerned(message), ...howToDecide(message)]),
      ...changes.flatMap((change) => changeBlocks(change, limits)),
      ...lines(nothing === null ? [] : [nothing]),
      ...named([{ name: 'Why it matters', value: why }, ...details]),
      { ...ids, id: REFERENCES, isVisible: false },
    ],
    [
      ...openUrls(links),
      { type: 'Action.ToggleVisibility', title: 'Ids', targetElements: [REFERENCES] },
    ],
  );
}

const REFERENCES = 'references';

/** For the channel of the team that owned the finding before. */
export function movedCard(message: Message, to: string, limits: Limits): Card {
  const moved = movedNotice(message, to);
  const body = [
    heading(moved.title, limits),
    block([run(moved.text, limits)]),
    block([{ ...run(message.finding.workflowId, limits), isSubtle: true }]),
  ];
  return cardOf(body, openUrls(present(message).links));
}

/** What the kill switch does, for every channel. */
export function switchCard(message: SwitchMessage, limits: Limits): Card {
  const { event, at } = message;
  const body = [
    heading(switchTitle(message), limits),
    block([run(event.text, limits)]),
    block([{ ...run(`${utc(at)}, ${event.actor}`, limits), isSubtle: true }]),
  ];
  return cardOf(body, []);
}

function cardOf(body: readonly RichTextBlock[], actions: readonly Action[]): Card {
  const $schema = 'http://adaptivecards.io/schemas/adaptive-card.json';
  return { type: 'AdaptiveCard', $schema, version: '1.4', body, actions };
}

function block(inlines: readonly TextRun[]): RichTextBlock {
  return { type: 'RichTextBlock', inlines };
}

function heading(text: string, limits: Limits): RichTextBlock {
  return block([{ ...run(text, limits), weight: 'Bolder', size: 'Large' }]);
}

function namedBlock({ name, value }: Fact, limits: Limits): RichTextBlock {
  const label = { type: 'TextRun', text: `${name}: `, weight: 'Bolder' } as const;
  return block([label, run(value, limits)]);
}

/**
 * A TextRun reads no Markdown, no HTML and no mention; functions of the card language (`{{DATE(…)}}`, `${…}`) are
 * broken up. https://learn.microsoft.com/adaptive-cards/authoring-cards/text-features
 */
function run(text: string, limits: Limits, clean = oneLine): TextRun {
  const inert = text.replaceAll(/\{\s*(?=\{)/g, '{ ').replaceAll(/\$\s*(?=\{)/g, '$ ');
  return { type: 'TextRun', text: clean(inert, limits.text) };
}

function changeBlocks(change: Change, limits: Limits): readonly RichTextBlock[] {
  const { title: head, summary, lines, consequences } = change;
  const left = lines.length - limits.lines;
  return [
    namedBlock({ name: head, value: summary }, limits),
    ...lines.slice(0, limits.lines).map((line) => block([run(line, limits, codeLine)])),
    ...(left > 0
      ? [block([run(`… and ${left} more lines: \`findings show\` prints all.`, limits)])]
      : []),
    ...consequences.map((fact) => namedBlock(fact, limits)),
  ];
}

/** By name: a TextRun mentions nobody, and text that mentions would read Markdown too. */
function concerned({ mentions }: Message): readonly string[] {
  return mentions.length === 0 ? [] : [`For: ${mentions.map(({ person }) => person).join(', ')}`];
}

function openUrls(links: readonly Link[]): readonly Action[] {
  return links
    .filter(({ url }) => url.length <= LONGEST_LINK)
    .map(({ title: text, url }) => ({ type: 'Action.OpenUrl', title: text, url }));
}

/** A longer one would leave too little room for the text. */
const LONGEST_LINK = 2_000;
