/** A person of the demo presses a button in the chat until it is done, as people do. */
import assert from 'node:assert/strict';

import { pressButton } from '../../../sandbox/demo/press.ts';
import type { Interaction } from '../../../sandbox/vendors/slack/interactions.ts';
import type { SlackMessage } from '../../../sandbox/vendors/slack/state.ts';
import type { OpenView } from '../../../sandbox/vendors/slack/view-shape.ts';

const PRESS = { kind: 'press' } as unknown as Interaction;
const SUBMIT = { kind: 'submit' } as unknown as Interaction;
const BUTTONS = [{ workflow: 'finding-1', action: 'closeloop-approve' }];

/** A chat whose presses open a form, or none, and whose confirmations get these replies, in order. */
function chatThat(opens: readonly boolean[], replies: readonly unknown[]) {
  const views: OpenView[] = [];
  const whispers: { user: string; text: string }[] = [];
  const [presses, submits] = [[...opens], [...replies]];
  const message = { ts: '1', threadTs: null, text: 'Approve', blocks: BUTTONS };
  const slack = {
    messages: [message as unknown as SlackMessage],
    views,
    whispers,
    press: () => PRESS,
    submit: () => SUBMIT,
  };
  const interact = async (interaction: Interaction) => {
    if (interaction === SUBMIT) return await Promise.resolve(submits.shift());
    if (presses.shift() === true) views.push({ id: 'V1', user: 'U0ANA', blocks: [] } as never);
    whispers.push({ user: 'U0ANA', text: `press ${opens.length - presses.length}` });
    return { statusCode: 200, body: '' };
  };
  const chat = { slack, interact, account: (name: string) => `U0${name.toUpperCase()}` };
  return { chat: chat as unknown as Parameters<typeof pressButton>[0]['chat'], presses, submits };
}

const button = { as: 'ana', button: 'closeloop-approve' };
const TAKEN = { statusCode: 200, body: '' };
const REFUSED = { statusCode: 200, body: '{"response_action":"errors","errors":{"why":"no"}}' };

it('a person presses again where the form did not open in time', async () => {
  const { chat, presses, submits } = chatThat([false, true], [TAKEN]);
  const said = await pressButton({ chat }, button, 'finding-1');

  assert.deepEqual([presses, submits], [[], []]);
  assert.match(said, /ana presses closeloop-approve, reads the form .* and confirms .*: press 2$/);
});

it('a person presses again where the confirmation was refused', async () => {
  const { chat, presses, submits } = chatThat([true, true], [REFUSED, TAKEN]);
  await pressButton({ chat }, button, 'finding-1');

  assert.deepEqual([presses, submits], [[], []]);
});
