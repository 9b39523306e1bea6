/** News about the kill switch goes to every channel, not to that of one finding. */
import type { SwitchMessage } from '../activities/kill-switch/message.ts';

/** Which of the named channels are of this kind, without it; with the default one, each once. */
export function channelsOf(
  { channels }: SwitchMessage,
  kind: 'slack' | 'teams',
  fallback: string | null,
): readonly string[] {
  const own = channels
    .filter((channel) => channel.startsWith(`${kind}:`))
    .map((channel) => channel.slice(kind.length + 1));
  return [...new Set([...own, ...(fallback === null ? [] : [fallback])])];
}

/** Tries each, also after one that failed. Throws what the first said, so that Lambda tries again. */
export async function toEach(
  channels: readonly string[],
  post: (channel: string) => Promise<void>,
): Promise<'delivered' | 'no-channel'> {
  const failures: unknown[] = [];
  for (const channel of channels) {
    await post(channel).catch((error: unknown) => failures.push(error));
  }
  if (failures.length > 0) throw failures[0];
  return channels.length === 0 ? 'no-channel' : 'delivered';
}

const HEADINGS = {
  on: 'Kill switch ON: Closeloop writes nothing',
  'release-requested': 'Kill switch: a second person is asked to release it',
  released: 'Kill switch OFF: Closeloop may write again',
} as const;

export function switchTitle({ state }: SwitchMessage): string {
  return HEADINGS[state];
}
