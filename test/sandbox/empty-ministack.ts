import { startMinistack } from '../../sandbox/aws/ministack/ministack.ts';
import type { Ministack } from '../../sandbox/aws/ministack/ministack.ts';
import { ministackCommand } from '../../sandbox/tools/index.ts';

const free: Ministack[] = [];

/**
 * A MiniStack without anything in it, for one user: `stop` empties it for the next suite of this process, since a
 * start takes half a second of CPU. All of them end with this process.
 */
export async function emptyMinistack(): Promise<Ministack> {
  const ministack = free.pop() ?? (await startMinistack(await ministackCommand()));
  ministack.unref();
  const stop = async () => {
    await ministack.reset();
    free.push(ministack);
  };
  return { ...ministack, stop };
}
