import { z } from 'zod';

import type { World } from '../../sandbox/world.ts';
import { closeloop } from '../console/shared-process.ts';

const CHECK = z.object({
  group: z.string(),
  name: z.string(),
  status: z.string(),
  found: z.string(),
});

/** What the doctor finds of a world; nothing of this machine, where tools may be missing. */
export async function examined(world: World): Promise<readonly z.output<typeof CHECK>[]> {
  const { stdout } = await closeloop(['doctor', '--json'], world.person('grace'));
  const { checks } = z.object({ checks: z.array(CHECK) }).parse(JSON.parse(stdout));
  return checks.filter(({ group }) => group !== 'Machine');
}
