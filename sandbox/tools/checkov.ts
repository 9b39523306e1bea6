import { fileURLToPath } from 'node:url';

import type { Tool } from './tool.ts';
import { venvTool } from './venv-tool.ts';
import { WANTED } from './wanted.ts';

/** Checkov in a virtual environment of its own, every package pinned by hash. `path` is that environment's Python. */
export function checkovTool(env: NodeJS.ProcessEnv): Tool {
  const requirements = fileURLToPath(new URL('./checkov-requirements.txt', import.meta.url));
  const facts = { distribution: 'checkov', requirements, expect: 'about 200 MB' };
  return venvTool({ ...WANTED.checkov, ...facts }, env);
}
