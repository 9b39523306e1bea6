import type { Blocks } from './blocks.ts';
import type { OpenView } from './view-shape.ts';

/** A message as Slack keeps it. */
export interface SlackMessage {
  readonly ts: string;
  readonly channel: string;
  readonly threadTs: string | null;
  readonly broadcast: boolean;
  readonly botId: string;
  text: string;
  blocks: Blocks;
  metadata: unknown;
  edited: number;
  /** As it was before each update. */
  readonly earlier: string[];
}

export interface SlackUser {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly is_bot?: boolean;
  readonly deleted?: boolean;
  readonly is_stranger?: boolean;
  readonly is_restricted?: boolean;
  readonly is_email_confirmed?: boolean;
}

export interface SlackState {
  /** Where people read it. */
  readonly url: () => string;
  readonly channels: ReadonlyMap<string, string>;
  /** Names. */
  readonly archived: Set<string>;
  readonly users: readonly SlackUser[];
  readonly messages: SlackMessage[];
  readonly whispers: { readonly channel: string; readonly user: string; readonly text: string }[];
  /** What a press gives, to open one form with. `at`: epoch milliseconds. */
  readonly triggers: Map<string, { readonly user: string; readonly at: number; used: boolean }>;
  readonly views: OpenView[];
  last: number;
}

export const BOT = 'B0CLOSELOOP';

/** Unique in a channel, and ordered. */
export function nextTs(state: SlackState): string {
  state.last += 1;
  return `${Math.floor(Date.now() / 1000)}.${String(state.last).padStart(6, '0')}`;
}

/** A new one of that person's, given at that time. */
export function newTrigger(state: SlackState, user: string, at: number): string {
  state.last += 1;
  const id = `${Math.floor(at / 1000)}.${state.last}.${'0123456789abcdef'.repeat(2)}`;
  state.triggers.set(id, { user, at, used: false });
  return id;
}
