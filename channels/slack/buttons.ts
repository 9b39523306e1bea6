/** The buttons of a finding's message that decide. */
import type { Button } from '@slack/web-api';

import type { Message } from '../../activities/notify/message.ts';
import { plain } from './plain.ts';

/** What a button says when it is pressed: at most 2000 characters of JSON. */
export interface Pressed {
  readonly finding: string;
  readonly episode: number;
  readonly planHash: string | null;
  readonly severity: Message['finding']['severity'];
  /** The end that a first person asked for, as they wrote it; null where nobody did. */
  readonly until: string | null;
}

/** What a press alone says. */
export const AT_ONCE = ['approve', 'recheck'] as const;
/** What asks in a form for a reason, and more. */
export const ASKING = ['reject', 'accept', 'extend', 'revoke', 'assign'] as const;

export type AtOnce = (typeof AT_ONCE)[number];
export type Asking = (typeof ASKING)[number];

/** Its `action_id`; links have others. */
export function actionOf(what: Asking | AtOnce): string {
  return `closeloop-${what}`;
}

/** Those that the lifecycle allows as the message shows it. */
export function deciding(message: Message): Button[] {
  const { change, decisions, state } = message;
  const value = JSON.stringify(seenIn(message));
  const plan = decisions.includes('approve') && change !== null ? [approve(change, value)] : [];
  const asking = ASKING.filter((what) => isPossible(what, message));
  return [
    ...plan,
    ...asking.map((what) => button({ what, text: WORDS[what], value, ...STYLES[what] })),
    ...(state.phase === 'HUMAN_REVIEW'
      ? [button({ what: 'recheck', text: 'It is fixed: check again', value })]
      : []),
  ];
}

function seenIn({ finding, change, state }: Message): Pressed {
  const { workflowId, episode, severity } = finding;
  return {
    finding: workflowId,
    episode,
    severity,
    planHash: change?.planHash ?? null,
    until: state.request?.until ?? null,
  };
}

function isPossible(what: Asking, { decisions, change }: Message): boolean {
  return decisions.includes(what) && (what !== 'reject' || change !== null);
}

function approve({ planHash }: NonNullable<Message['change']>, value: string): Button {
  const text = `Approve ${planHash.slice(0, 12)}`;
  return button({ what: 'approve', text, value, style: 'primary' });
}

/** The dots say that a form comes first. */
const WORDS: Readonly<Record<Asking, string>> = {
  reject: 'Reject…',
  accept: 'Accept…',
  extend: 'Extend…',
  revoke: 'Revoke…',
  assign: 'Assign…',
};

const STYLES: Readonly<Partial<Record<Asking, { readonly style: 'danger' }>>> = {
  reject: { style: 'danger' },
  revoke: { style: 'danger' },
};

interface Pressable {
  readonly what: Asking | AtOnce;
  readonly text: string;
  readonly value: string;
  readonly style?: 'primary' | 'danger';
}

function button({ what, text, value, style }: Pressable): Button {
  const styled = style === undefined ? {} : { style };
  return { type: 'button', action_id: actionOf(what), text: plain(text, 75), value, ...styled };
}
