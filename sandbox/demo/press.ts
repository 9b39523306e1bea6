import { setTimeout as sleep } from 'node:timers/promises';

import type { SlackMessage } from '../vendors/slack/state.ts';
import type { OpenView } from '../vendors/slack/view-shape.ts';
import type { World } from '../world.ts';

/** The message arrives within seconds, on a busy machine within a minute. */
const LIMIT_MS = 180_000;

/**
 * A person presses a button of the finding's message, reads the form that it opens and confirms; answers the message,
 * the form and the reply to the person.
 */
export async function pressButton(
  { chat }: Pick<World, 'chat'>,
  { as, button }: { readonly as: string; readonly button: string },
  workflowId: string,
): Promise<string> {
  if (chat === null) throw new Error(`${as} cannot press ${button}: this sandbox runs no chat`);
  const { slack } = chat;
  const message = await messageWith(slack.messages, workflowId, button);
  const user = chat.account(as);
  await chat.interact(slack.press({ ts: message.ts, actionId: button, user }));
  const form = slack.views.findLast((view) => view.user === user);
  if (form !== undefined) await chat.interact(slack.submit(form.id, {}));
  const answer = slack.whispers.findLast((whisper) => whisper.user === user)?.text ?? 'no answer';
  const read = form === undefined ? '' : `, reads the form made from the ledger (${sumOf(form)})`;
  return `in the chat: ${message.text}\n${as} presses ${button}${read} and confirms (request signed by Slack, person proved by a receipt): ${answer}`;
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
