/** The form that a button opens: what the ledger says, then what the person adds. */
import type { InputBlock, ModalView, PlainTextOption, StaticSelect } from '@slack/web-api';

import { DECISION_TITLES } from '../../../domain/decision-form.ts';
import type { DecisionForm } from '../../../domain/decision-form.ts';
import { parseInstant } from '../../../domain/exception.ts';
import { actionId } from '../buttons.ts';
import type { WithForm } from '../buttons.ts';
import { plainText } from '../text.ts';
import { blocksOf } from './form-text.ts';

/** What a form is about. */
export interface FormSubject {
  readonly decision: WithForm;
  readonly finding: string;
  /** Where the button was pressed, and where the person reads what became of it. */
  readonly channel: string;
  /** Made from the ledger at this moment. */
  readonly form: DecisionForm;
  /** The end that a first person requested, as they wrote it; null without a request. */
  readonly requested: string | null;
  /** Slugs of the teams that the finding can be assigned to. */
  readonly teams: readonly string[];
}

/** `block_id`s; each block's one element has the same `action_id`. */
export const FIELDS = { until: 'until', team: 'team', why: 'why' } as const;
/** Characters of a reason; the lifecycle takes twice as many. */
const MOST_WHY = 1_000;

/** https://docs.slack.dev/reference/views/modal-views */
export function view(subject: FormSubject): ModalView {
  const { decision, finding, channel, form, requested } = subject;
  return {
    type: 'modal',
    callback_id: actionId(decision),
    private_metadata: JSON.stringify({ finding, channel }),
    title: plainText(DECISION_TITLES[decision], 24),
    submit: plainText(SUBMITS[decision], 24),
    close: plainText('Cancel', 24),
    blocks: [
      ...blocksOf(form),
      ...(decision === 'accept' || decision === 'extend' ? [untilInput(requested)] : []),
      ...(decision === 'assign' ? [teamInput(subject.teams)] : []),
      whyInput(decision),
    ],
  };
}
const SUBMITS: Readonly<Record<WithForm, string>> = {
  approve: 'Approve',
  reject: 'Reject',
  accept: 'Accept',
  extend: 'Extend',
  revoke: 'Revoke',
  assign: 'Assign',
  attest: 'Attest',
  undo: 'Request the undo',
};

function untilInput(until: string | null): InputBlock {
  const requested = parseInstant(until);
  const initial = requested === null ? {} : { initial_date_time: Math.floor(requested / 1000) };
  return {
    type: 'input',
    block_id: FIELDS.until,
    label: plainText('Until', 2000),
    hint: plainText(
      'In your time zone. A second person who confirms has to name the same end.',
      2000,
    ),
    element: { type: 'datetimepicker', action_id: FIELDS.until, ...initial },
  };
}

function teamInput(slugs: readonly string[]): InputBlock {
  return {
    type: 'input',
    block_id: FIELDS.team,
    label: plainText('Team', 2000),
    hint: plainText('This team decides from now on, with a deadline of its own.', 2000),
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
    label: plainText(`${group[0] ?? ''} – ${group.at(-1) ?? ''}`, 75),
    options: group.map(option),
  }));
  return { option_groups: labelled };
}

const MOST_OPTIONS = 100;

function option(slug: string): PlainTextOption {
  return { text: plainText(slug, 75), value: slug };
}

/** An approval says enough by itself. */
function whyInput(decision: WithForm): InputBlock {
  return {
    type: 'input',
    optional: decision === 'approve',
    block_id: FIELDS.why,
    label: plainText(decision === 'attest' ? 'Evidence: what was done, or a link' : 'Why', 2000),
    element: {
      type: 'plain_text_input',
      action_id: FIELDS.why,
      multiline: true,
      max_length: MOST_WHY,
    },
  };
}
