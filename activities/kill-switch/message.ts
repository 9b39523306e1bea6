/** What channels are told of the kill switch: a message of its own on the topic of notifications. */
import { z } from 'zod';

import { utc } from '../../domain/text.ts';
import type { OwnershipTable } from '../../policies/ownership.ts';
import { publishTo } from '../notify/topic.ts';
import type { Publisher } from '../notify/topic.ts';
import { shortened } from '../shortened.ts';

/** Raised when a part changes its meaning or goes; a new part does not raise it. */
const SWITCH_VERSION = 1;

const text = z.string().min(1);

export const switchSchema = z.object({
  version: z.literal(SWITCH_VERSION),
  /** The same for every delivery of this message. */
  id: text,
  kind: z.literal('kill-switch'),
  at: z.iso.datetime(),
  /** `release-requested`: it is still on, and waits for a second person. */
  state: z.enum(['on', 'release-requested', 'released']),
  event: z.object({ actor: text, text }),
  why: text,
  /** Of every team, each once. */
  channels: z.array(text),
});
export type SwitchMessage = z.infer<typeof switchSchema>;

/** For subscribers: JSON Schema, draft 2020-12. */
export function switchJsonSchema(): string {
  const schema = z.toJSONSchema(switchSchema, { io: 'input' });
  return `${JSON.stringify({ title: `A message about Closeloop's kill switch, version ${SWITCH_VERSION}`, ...schema }, null, 2)}\n`;
}

export interface SwitchNews extends Pick<SwitchMessage, 'id' | 'at' | 'state' | 'why'> {
  readonly by: string;
  /** Of a release. */
  readonly confirmedBy?: string;
}

/** Pure: the same news give the same message. */
export function switchMessage(news: SwitchNews, { teams }: OwnershipTable): SwitchMessage {
  const { id, at, state, by } = news;
  const why = shortened(news.why, 500);
  const channels = [...new Set(teams.flatMap((team) => team.channels))];
  const event = { actor: shortened(by, 200), text: inWords({ ...news, why }) };
  return { version: SWITCH_VERSION, id, kind: 'kill-switch', at, state, event, why, channels };
}

function inWords({ state, by, confirmedBy = '', why, at }: SwitchNews): string {
  switch (state) {
    case 'on':
      return `Kill switch ON since ${utc(at)}: Closeloop writes nothing. ${by} stopped all automatic writes: ${why}`;
    case 'release-requested':
      return `Kill switch still ON: ${by} asks to release it: ${why}. A second person confirms with: kill-switch confirm`;
    case 'released':
      return `Kill switch OFF since ${utc(at)}: Closeloop may write again. ${by} asked for it, ${confirmedBy} confirmed: ${why}`;
  }
}

/** Throws as `callAws` does. */
export async function publishSwitch(topic: Publisher, message: SwitchMessage): Promise<void> {
  await publishTo(topic, message, { kind: message.kind });
}
