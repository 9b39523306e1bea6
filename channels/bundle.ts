/** Builds the functions of the channels: `npm run bundle` writes each into its folder of dist. */
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { bundleFunction, everyTime } from '../starter/bundle.ts';
import type { Bundle, Once } from '../starter/bundle.ts';

/** Each deployable alone. */
export const FUNCTIONS = {
  slack: { entry: 'slack/subscriber.ts', policies: [] },
  'slack-interactivity': { entry: 'slack/interactivity.ts', policies: ['decisions.yaml'] },
  teams: { entry: 'teams/subscriber.ts', policies: [] },
  tickets: { entry: 'tickets/subscriber.ts', policies: [] },
  'tickets-webhook': { entry: 'tickets/webhook.ts', policies: [] },
  github: { entry: 'github/webhook.ts', policies: ['repositories.yaml'] },
} as const;
export type ChannelFunction = keyof typeof FUNCTIONS;

const HERE = fileURLToPath(new URL('.', import.meta.url));

/** Throws as `bundleStarter` does. */
export async function bundleChannel(
  name: ChannelFunction,
  folder = join(HERE, '../dist', name),
  once: Once = everyTime,
): Promise<Bundle> {
  const { entry, policies } = FUNCTIONS[name];
  return await bundleFunction({ entry: join(HERE, entry), policies, folder, once });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const all = [
    'slack',
    'slack-interactivity',
    'teams',
    'tickets',
    'tickets-webhook',
    'github',
  ] as const;
  for (const name of all) {
    const { path, bytes } = await bundleChannel(name);
    console.log(`${path}: ${bytes} bytes`);
  }
}
