/** What Slack sends to the app when people press buttons and send forms in. */
import { createHmac } from 'node:crypto';

import { newTrigger, nextTs } from './state.ts';
import type { SlackState } from './state.ts';
import { valuesOf } from './views.ts';
import type { Filled } from './views.ts';

export const SIGNING_SECRET = 'sandbox-only-signing-secret';

/** An interaction as Slack sends it to the app. */
export interface Interaction {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface Pressing {
  readonly ts: string;
  readonly actionId: string;
  readonly user: string;
  /** Epoch milliseconds; now where it is not given. */
  readonly at?: number;
}

/** https://docs.slack.dev/reference/interaction-payloads/block_actions-payload */
export function pressed(
  state: SlackState,
  { ts, actionId, user, at = Date.now() }: Pressing,
): Interaction {
  const message = state.messages.find((one) => one.ts === ts);
  const buttons = message?.blocks.flatMap((block) =>
    block.type === 'actions' ? block.elements : [],
  );
  const button = buttons?.find(({ action_id: id }) => id === actionId);
  if (message === undefined || button === undefined)
    throw new Error(`Message ${ts} has no button ${actionId}.`);
  return signed(
    {
      type: 'block_actions',
      ...sentBy(user),
      trigger_id: newTrigger(state, user, at),
      channel: { id: message.channel },
      message: { ts },
      actions: [{ ...button, action_ts: nextTs(state) }],
    },
    at,
  );
}

/** https://docs.slack.dev/reference/interaction-payloads/view-interactions-payload */
export function submitted(state: SlackState, viewId: string, filled: Filled): Interaction {
  const view = state.views.find(({ id }) => id === viewId);
  if (view === undefined) throw new Error(`Nobody has a form ${viewId}.`);
  const { user, ...shown } = view;
  const at = Date.now();
  return signed(
    {
      type: 'view_submission',
      ...sentBy(user),
      trigger_id: newTrigger(state, user, at),
      view: { ...shown, state: { values: valuesOf(view, filled) } },
      response_urls: [],
    },
    at,
  );
}

function sentBy(user: string) {
  return { user: { id: user, team_id: 'T0SANDBOX' }, team: { id: 'T0SANDBOX' } };
}

function signed(payload: object, at: number): Interaction {
  const body = new URLSearchParams({ payload: JSON.stringify(payload) }).toString();
  return signedInteraction(body, { secret: SIGNING_SECRET, at });
}

/** https://docs.slack.dev/authentication/verifying-requests-from-slack */
export function signedInteraction(
  body: string,
  { secret, at }: { readonly secret: string; readonly at: number },
): Interaction {
  const timestamp = String(Math.floor(at / 1000));
  const mac = createHmac('sha256', secret).update(`v0:${timestamp}:${body}`).digest('hex');
  return {
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      'x-slack-request-timestamp': timestamp,
      'x-slack-signature': `v0=${mac}`,
    },
    body,
  };
}
