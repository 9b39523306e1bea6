import { fileURLToPath } from 'node:url';

import type { Tool } from './tool.ts';
import { venvTool } from './venv-tool.ts';
import { WANTED } from './wanted.ts';

/** MiniStack in a virtual environment of its own, every package pinned by hash. `path` is that environment's Python. */
export function ministackTool(env: NodeJS.ProcessEnv): Tool {
  const requirements = fileURLToPath(new URL('./ministack-requirements.txt', import.meta.url));
  const facts = { distribution: 'ministack', requirements, expect: 'about 90 MB' };
  return venvTool({ ...WANTED.ministack, ...facts }, env);
}
