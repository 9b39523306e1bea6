/** The buttons of a finding's message by which people decide. */
import type { Button } from '@slack/web-api';

import type { Message } from '../../activities/notify/message.ts';
import { plainText } from './text.ts';

/** What Slack sends back when a button is pressed, at most 2000 characters of JSON: what the person saw. */
export interface ButtonValue {
  readonly finding: string;
  readonly episode: number;
  readonly planHash: string | null;
  readonly severity: Message['finding']['severity'];
  /** The end that a first person requested, as they wrote it; null without a request. */
  readonly until: string | null;
}

/** Buttons that decide when they are pressed. */
export const IMMEDIATE = ['approve', 'recheck'] as const;
/** Buttons that open a form, which asks for a reason and more. */
export const WITH_FORM = ['reject', 'accept', 'extend', 'revoke', 'assign'] as const;

export type Immediate = (typeof IMMEDIATE)[number];
export type WithForm = (typeof WITH_FORM)[number];

/** The `action_id` of a button that decides; links have others. */
export function actionId(what: WithForm | Immediate): string {
  return `closeloop-${what}`;
}

/** What the lifecycle allows in the status that the message shows. */
export function decisionButtons(message: Message): Button[] {
  const { change, decisions, state } = message;
  const value = JSON.stringify(valueOf(message));
  const canApprove = decisions.includes('approve') && change !== null;
  const possible = WITH_FORM.filter((what) => isPossible(what, message));
  return [
    ...(canApprove ? [button({ what: 'approve', text: 'Approve', value, style: 'primary' })] : []),
    ...possible.map((what) => button({ what, text: WORDS[what], value, ...STYLES[what] })),
    ...(state.phase === 'HUMAN_REVIEW'
      ? [button({ what: 'recheck', text: 'It is fixed: check again', value })]
      : []),
  ];
}

function valueOf({ finding, change, state }: Message): ButtonValue {
  const { workflowId, episode, severity } = finding;
  return {
    finding: workflowId,
    episode,
    severity,
    planHash: change?.planHash ?? null,
    until: state.request?.until ?? null,
  };
}

function isPossible(what: WithForm, { decisions, change }: Message): boolean {
  return decisions.includes(what) && (what !== 'reject' || change !== null);
}

/** The dots tell that a form opens first. */
const WORDS: Readonly<Record<WithForm, string>> = {
  reject: 'Reject…',
  accept: 'Accept…',
  extend: 'Extend…',
  revoke: 'Revoke…',
  assign: 'Assign…',
};

const STYLES: Readonly<Partial<Record<WithForm, { readonly style: 'danger' }>>> = {
  reject: { style: 'danger' },
  revoke: { style: 'danger' },
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
