import type { Client } from '@temporalio/client';

import type { LifecycleClient } from '../../client/lifecycle-client.ts';
import type { World } from '../../sandbox/world.ts';
import type { Dice } from './dice.ts';
import type { Lane } from './lane.ts';
import type { Recorder } from './recorder.ts';

/** All that a move needs. */
export interface Setting {
  readonly world: World;
  readonly client: Client;
  /** Sends messages of people, as the console does. */
  readonly messages: LifecycleClient;
  readonly recorder: Recorder;
  /** The Temporal server's time, epoch milliseconds. */
  readonly now: () => Promise<number>;
}

/** One thing that may happen to a lane. Answers what was done, in words. */
export type Move = (setting: Setting, lane: Lane, die: Dice) => Promise<string>;
