import { setTimeout as sleep } from 'node:timers/promises';

import type { Chat } from '../vendors/chat.ts';
import type { SandboxSlack } from '../vendors/slack/sandbox-slack.ts';
import type { SlackMessage } from '../vendors/slack/state.ts';
import type { OpenView } from '../vendors/slack/view-shape.ts';

/** The message arrives within seconds, on a busy machine within a minute. */
const LIMIT_MS = 180_000;

/**
 * A person presses a button of the finding's message, reads the form that it opens and confirms; answers the message,
 * the form and the reply to the person. Where no form opens, or the confirmation is refused, the person presses again:
 * Slack opens a form only within three seconds of the press, which a busy machine can miss. Throws after three minutes.
 */
export async function pressButton(
  { chat }: { readonly chat: PressedChat | null },
  { as, button }: { readonly as: string; readonly button: string },
  workflowId: string,
): Promise<string> {
  if (chat === null) throw new Error(`${as} cannot press ${button}: this sandbox runs no chat`);
  const until = Date.now() + LIMIT_MS;
  const message = await messageWith(chat.slack.messages, workflowId, button);
  for (;;) {
    const { form, answer, refused } = await pressOnce(chat, message.ts, { as, button });
    if (form !== null && refused === null)
      return `in the chat: ${message.text}\n${as} presses ${button}, reads the form made from the ledger (${sumOf(form)}) and confirms (request signed by Slack, person proved by a receipt): ${answer}`;
    if (Date.now() > until)
      throw new Error(
        `${as} pressed ${button} for three minutes; the last answer: ${refused ?? answer}`,
      );
    await sleep(1000);
  }
}

type PressedChat = Pick<Chat, 'account' | 'interact'> & {
  readonly slack: Pick<SandboxSlack, 'messages' | 'press' | 'submit' | 'views' | 'whispers'>;
};

interface Pressed {
  /** Null where none opened. */
  readonly form: OpenView | null;
  /** What the person reads. */
  readonly answer: string;
  /** Why the confirmation was refused, in the form; null where it was taken. */
  readonly refused: string | null;
}

async function pressOnce(
  { slack, account, interact }: PressedChat,
  ts: string,
  { as, button }: { readonly as: string; readonly button: string },
): Promise<Pressed> {
  const user = account(as);
  const opened = slack.views.length;
  await interact(slack.press({ ts, actionId: button, user }));
  const form = slack.views.slice(opened).findLast((view) => view.user === user) ?? null;
  const reply = form === null ? null : await interact(slack.submit(form.id, {}));
  const answer = slack.whispers.findLast((whisper) => whisper.user === user)?.text ?? 'no answer';
  const text = JSON.stringify(reply ?? null);
  return { form, answer, refused: text.includes('response_action') ? text : null };
}

/** How much of the change the form shows: the sandbox's page has all of it. */
function sumOf({ blocks }: OpenView): string {
  const texts = blocks.flatMap((one) => (one.type === 'section' ? (one.text?.text ?? '') : []));
  return `${texts.join('\n').split('\n').length} lines`;
}

async function messageWith(
  messages: readonly SlackMessage[],
  workflowId: string,
  button: string,
): Promise<SlackMessage> {
  const until = Date.now() + LIMIT_MS;
  for (;;) {
    const found = messages.find(({ threadTs, blocks }) => {
      const text = JSON.stringify(blocks);
      return threadTs === null && text.includes(workflowId) && text.includes(button);
    });
    if (found !== undefined) return found;
    if (Date.now() > until)
      throw new Error(`no message about ${workflowId} with the button ${button} arrived`);
    await sleep(100);
  }
}
