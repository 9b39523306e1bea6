import { setTimeout as sleep } from 'node:timers/promises';

import type { SlackMessage } from '../vendors/slack/state.ts';
import type { World } from '../world.ts';

/** People's chat is told within a second or two. */
const LIMIT_MS = 30_000;

/** A person sees the finding's message and presses that button; answers what was seen and said. */
export async function pressButton(
  { chat }: Pick<World, 'chat'>,
  { as, button }: { readonly as: string; readonly button: string },
  workflowId: string,
): Promise<string> {
  if (chat === null) throw new Error(`${as} cannot press ${button}: this sandbox has no chat.`);
  const { slack } = chat;
  const message = await shown(slack.messages, workflowId, button);
  const user = chat.account(as);
  await chat.interact(slack.press({ ts: message.ts, actionId: button, user }));
  const answer = slack.whispers.findLast((whisper) => whisper.user === user)?.text ?? 'no answer';
  return `in the chat: ${message.text}\n${as} presses ${button} (signed by Slack, receipt of the door): ${answer}`;
}

async function shown(
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
    if (Date.now() > until) throw new Error(`No message of ${workflowId} has a button ${button}.`);
    await sleep(100);
  }
}
