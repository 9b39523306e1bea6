/** The buttons of a finding's message by which people decide. */
import type { Button } from '@slack/web-api';

import type { Message } from '../../activities/notify/message.ts';
import type { Decided } from '../../domain/decision.ts';
import { CHECKED_IN } from '../../domain/lifecycle/allowed-decisions.ts';
import { plainText } from './text.ts';

/**
 * What Slack sends back when a button is pressed: only which finding it is. Whoever publishes on the topic writes what
 * stands beside a button, so the form is made from the ledger.
 */
export interface ButtonValue {
  readonly finding: string;
}

/** A button that asks for a check when it is pressed. It writes nothing and closes nothing by itself. */
export const IMMEDIATE = ['recheck'] as const;
/** Buttons that open a form, in which the person reads what it is about and confirms. */
export const WITH_FORM = [
  'approve',
  'reject',
  'accept',
  'extend',
  'revoke',
  'attest',
  'undo',
  'assign',
] as const satisfies readonly Decided[];

export type Immediate = (typeof IMMEDIATE)[number];
export type WithForm = (typeof WITH_FORM)[number];

/** The `action_id` of a button that decides; links have others. */
export function actionId(what: WithForm | Immediate): string {
  return `closeloop-${what}`;
}

/** What the lifecycle allows in the status that the message shows. */
export function decisionButtons(message: Message): Button[] {
  const { state, finding } = message;
  const value = JSON.stringify({ finding: finding.workflowId } satisfies ButtonValue);
  const possible = WITH_FORM.filter((what) => isPossible(what, message));
  return [
    ...possible.map((what) =>
      what === state.request?.decision
        ? button({ what, text: 'Confirm…', value, style: 'primary' })
        : button({ what, text: WORDS[what], value, ...STYLES[what] }),
    ),
    ...(finding.control !== null && CHECKED_IN.includes(state.phase) && state.undo === null
      ? [button({ what: 'recheck', text: 'It is fixed: check again', value })]
      : []),
  ];
}

function isPossible(what: WithForm, { decisions, change }: Message): boolean {
  const needsPlan = what === 'approve' || what === 'reject';
  return decisions.includes(what) && (!needsPlan || change !== null);
}

/** The dots tell that a form opens first. */
const WORDS: Readonly<Record<WithForm, string>> = {
  approve: 'Approve…',
  reject: 'Reject…',
  accept: 'Accept…',
  extend: 'Extend…',
  revoke: 'Revoke…',
  attest: 'Attest that it is fixed…',
  undo: 'Undo…',
  assign: 'Assign…',
};

const STYLES: Readonly<Partial<Record<WithForm, { readonly style: 'danger' | 'primary' }>>> = {
  approve: { style: 'primary' },
  reject: { style: 'danger' },
  revoke: { style: 'danger' },
  undo: { style: 'danger' },
};

interface ButtonText {
  readonly what: WithForm | Immediate;
  readonly text: string;
  readonly value: string;
  readonly style?: 'primary' | 'danger';
}

function button({ what, text, value, style }: ButtonText): Button {
  const styled = style === undefined ? {} : { style };
  return { type: 'button', action_id: actionId(what), text: plainText(text, 75), value, ...styled };
}
