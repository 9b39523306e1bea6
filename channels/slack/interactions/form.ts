/** The form that a button opens. https://docs.slack.dev/reference/views/modal-views */
import type { InputBlock, ModalView, PlainTextOption, StaticSelect } from '@slack/web-api';

import { parseInstant } from '../../../domain/exception.ts';
import { actionOf } from '../buttons.ts';
import type { Asking, Pressed } from '../buttons.ts';
import { plain } from '../plain.ts';

/** What a form is about. */
export interface Asked {
  readonly asks: Asking;
  readonly saw: Pressed;
  /** Where the button was pressed, and where its person is told what became of it. */
  readonly channel: string;
  /** The finding's title and resource, in the words of products. */
  readonly about: string;
  /** Slugs that it can be given to. */
  readonly teams: readonly string[];
}

/** `block_id`s; each block's one element has the same `action_id`. */
export const FIELDS = { until: 'until', team: 'team', why: 'why' } as const;
/** Of a reason, in characters: a lifecycle takes twice as many. */
const MOST_WHY = 1_000;

export function form(asked: Asked): ModalView {
  const { asks, saw, channel, about } = asked;
  return {
    type: 'modal',
    callback_id: actionOf(asks),
    private_metadata: JSON.stringify({ saw, channel }),
    title: plain(TITLES[asks], 24),
    submit: plain(SUBMITS[asks], 24),
    close: plain('Cancel', 24),
    blocks: [
      { type: 'section', text: plain(about, 3000) },
      { type: 'section', text: plain(bound(asks, saw), 3000) },
      ...(asks === 'accept' || asks === 'extend' ? [end(saw)] : []),
      ...(asks === 'assign' ? [team(asked.teams)] : []),
      why(),
    ],
  };
}

const TITLES: Readonly<Record<Asking, string>> = {
  reject: 'Reject the plan',
  accept: 'Accept the risk',
  extend: 'Extend the exception',
  revoke: 'Revoke the exception',
  assign: 'Give it to a team',
};

const SUBMITS: Readonly<Record<Asking, string>> = {
  reject: 'Reject',
  accept: 'Accept',
  extend: 'Extend',
  revoke: 'Revoke',
  assign: 'Assign',
};

/** What the decision will be about, whatever happens while the form is open. */
function bound(asks: Asking, { finding, episode, severity, planHash }: Pressed): string {
  const plan = asks === 'reject' && planHash !== null ? `, plan ${planHash}` : '';
  return `${finding}, episode ${episode}, ${severity}${plan}`;
}

function end({ until }: Pressed): InputBlock {
  const asked = parseInstant(until);
  const initial = asked === null ? {} : { initial_date_time: Math.floor(asked / 1000) };
  return {
    type: 'input',
    block_id: FIELDS.until,
    label: plain('Until', 2000),
    hint: plain('In your time zone. A second person who confirms names the same end.', 2000),
    element: { type: 'datetimepicker', action_id: FIELDS.until, ...initial },
  };
}

function team(slugs: readonly string[]): InputBlock {
  return {
    type: 'input',
    block_id: FIELDS.team,
    label: plain('Team', 2000),
    hint: plain('It is asked from now on, with a deadline of its own.', 2000),
    element: { type: 'static_select', action_id: FIELDS.team, ...choices(slugs.toSorted()) },
  };
}

/** A menu takes a hundred options, or a hundred groups of a hundred. */
function choices(slugs: readonly string[]): Pick<StaticSelect, 'options' | 'option_groups'> {
  const groups = Array.from({ length: Math.ceil(slugs.length / MOST_OPTIONS) }, (_, n) =>
    slugs.slice(n * MOST_OPTIONS, (n + 1) * MOST_OPTIONS),
  );
  if (groups.length <= 1) return { options: slugs.map(option) };
  const labelled = groups.map((group) => ({
    label: plain(`${group[0] ?? ''} – ${group.at(-1) ?? ''}`, 75),
    options: group.map(option),
  }));
  return { option_groups: labelled };
}

const MOST_OPTIONS = 100;

function option(slug: string): PlainTextOption {
  return { text: plain(slug, 75), value: slug };
}

function why(): InputBlock {
  return {
    type: 'input',
    block_id: FIELDS.why,
    label: plain('Why', 2000),
    element: {
      type: 'plain_text_input',
      action_id: FIELDS.why,
      multiline: true,
      max_length: MOST_WHY,
    },
  };
}
