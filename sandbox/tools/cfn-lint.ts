import { fileURLToPath } from 'node:url';

import { cacheRoot } from './cache.ts';
import { obtain } from './obtain.ts';
import type { Say } from './progress.ts';
import { venvTool } from './venv-tool.ts';
import { WANTED } from './wanted.ts';

/**
 * A Python that has cfn-lint, the witness of our CloudFormation templates: the long proofs ask for it themselves, and
 * setup does not obtain it. Throws `ToolError` where there is no Python for it.
 */
export async function cfnLintPython(
  say: Say,
  env: NodeJS.ProcessEnv = process.env,
): Promise<string> {
  const requirements = fileURLToPath(new URL('./cfn-lint-requirements.txt', import.meta.url));
  const facts = { distribution: 'cfn-lint', requirements, expect: 'about 100 MB' };
  const tool = venvTool({ ...WANTED.cfnLint, ...facts }, env);
  const { signal } = new AbortController();
  return (await obtain(tool, { cacheRoot: cacheRoot(env), signal, say })).path;
}
