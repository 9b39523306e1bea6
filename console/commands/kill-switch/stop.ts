/** Stops all writes: first in the ledger, then everybody is told. Nothing that fails after the first step undoes it. */
import { randomUUID } from 'node:crypto';

import { publishSwitch, switchMessage } from '../../../activities/kill-switch/message.ts';
import type { Ledger } from '../../../activities/ledger/ledger.ts';
import type { PolicyTables } from '../../../activities/ledger/policy/policy-tables.ts';
import type { Publisher } from '../../../activities/notify/topic.ts';
import type { LifecycleClient } from '../../../client/lifecycle-client.ts';
import { stopsOf } from '../../../domain/kill-switch.ts';
import type { SwitchDecision } from '../../../domain/kill-switch.ts';
import type { Reply } from '../../cli/reply.ts';
import type { Prove } from '../../connect/proving.ts';
import { timestamp } from '../../output/time.ts';
import { wrapAfter } from '../../output/wrap.ts';
import { ASK } from './words.ts';

export interface StopDeps {
  readonly ledger: Pick<Ledger, 'killSwitch' | 'setKillSwitch'>;
  readonly tables: () => Promise<Pick<PolicyTables, 'ownership'>>;
  /** Null where CLOSELOOP_TOPIC_ARN is not set. */
  readonly topic: Publisher | null;
  readonly messages: () => Promise<Pick<LifecycleClient, 'changeSwitch'>>;
  readonly prove: Prove;
  readonly now: () => number;
}

interface Stopping {
  /** A name: whoever stops is not asked who they are. */
  readonly by: string;
  readonly why: string;
}

/** Throws only where the stop could not be written. */
export async function stopWrites(deps: StopDeps, { by, why }: Stopping): Promise<Reply> {
  const before = await deps.ledger.killSwitch();
  const id = stopsOf(before)[0]?.id ?? randomUUID();
  if (!before.on) await deps.ledger.setKillSwitch(true, by, why, id);
  const untold = before.on ? null : await tellChannels(deps, { id, by, why });
  const told = untold === null;
  const uncarried = await carry(deps, { id, by, why, told });
  const { by: who = by, why: reason = why, at } = before.on ? before : {};
  const warnings = [
    ...(untold === null ? [] : [`The channels were not told from here: ${untold}`]),
    ...(uncarried === null ? [] : [`closeloop-runtime will remember it later: ${uncarried}`]),
  ];
  const text = before.on
    ? `Automatic writes are stopped already${at === undefined ? '' : ` since ${timestamp(at)} UTC`}, by ${who}: ${reason}`
    : 'Automatic writes are stopped from now on. A running automation is not interrupted, and its result is verified.';
  return {
    json: { on: true, by: who, why: reason, id, told, warnings },
    text: (page) => [
      ...wrapAfter(`${page.style.green('✓')} `, text, page),
      ...(before.on || !told ? [] : ['All channels were told.']),
      ...warnings.flatMap((line) => wrapAfter(`${page.style.yellow('!')} `, line, page)),
      `Allow them again, two people: ${ASK}`,
    ],
  };
}

/** Null, or why nobody was told: then the runtime worker tells. */
async function tellChannels(
  { topic, tables, now }: StopDeps,
  { id, by, why }: Stopping & { readonly id: string },
): Promise<string | null> {
  if (topic === null) return 'CLOSELOOP_TOPIC_ARN is not set';
  try {
    const at = new Date(now()).toISOString();
    const news = { id: `${id}/on`, at, state: 'on', by, why } as const;
    await publishSwitch(topic, switchMessage(news, await (await tables()).ownership()));
    return null;
  } catch (error) {
    return messageOf(error);
  }
}

/** Null, or why closeloop-runtime does not know yet. It remembers the stop also when it sees it before a write. */
async function carry(
  { messages, prove }: StopDeps,
  { id, by, why, told }: Stopping & { readonly id: string; readonly told: boolean },
): Promise<string | null> {
  try {
    const about = { decision: 'stop', stops: [id], why, request: null, told } as const;
    const draft: SwitchDecision = {
      ...about,
      id: randomUUID(),
      actor: by,
      door: 'cli',
      proof: null,
    };
    const { proof } = await prove(draft);
    await (await messages()).changeSwitch({ ...draft, proof }, false);
    return null;
  } catch (error) {
    return messageOf(error);
  }
}

/** Writes are stopped whatever fails here, so it is said and not thrown. */
function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
