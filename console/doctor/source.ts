/** What the code worker uses: repositories on the Git host, the model, and the second scanner. */
import { BedrockRuntime } from '@aws-sdk/client-bedrock-runtime';

import type { Examined } from '../../activities/code/host/git-host.ts';
import { createGitHubHost } from '../../activities/code/host/github/git-hub-host.ts';
import { startCheckov } from '../../activities/code/validate/checkov/checkov.ts';
import { loadRepositories } from '../../policies/repositories.ts';
import { readCodeEnv } from '../../workers/code-env.ts';
import { type Check, broken, ok, skipped, warn } from './check.ts';

type Variables = Readonly<Record<string, string | undefined>>;

const GROUP = 'Fixes in code';
/** What GitHub lists for an app that may do what Closeloop does, and nothing else. */
const NEEDED: Readonly<Record<string, string>> = { contents: 'write', pull_requests: 'write' };
const HARMLESS = ['metadata'];

/** Each allow-listed repository as the code worker's credentials see it; skipped in a terminal without them. */
export async function repositories(
  policiesDir: string,
  variables: Variables,
): Promise<readonly Check[]> {
  const { repositories: allowed } = await loadRepositories(policiesDir);
  if (allowed.length === 0) return [];
  const given = variables['CLOSELOOP_GITHUB_APP_ID'] ?? variables['CLOSELOOP_GITHUB_TOKEN'] ?? '';
  const named = { group: GROUP, name: 'Git host' };
  if (given === '')
    return [
      skipped(
        named,
        "not checked, because this terminal has not the code worker's environment: CLOSELOOP_GITHUB_APP_ID …",
      ),
    ];
  const host = createGitHubHost(readCodeEnv(variables).gitHub);
  return await Promise.all(
    allowed.map(async ({ name }) => repositoryCheck(name, await host.examine(name))),
  );
}

/** One short question to the model, in the Region where the worker asks; empty where no model is configured. */
export async function model(variables: Variables): Promise<readonly Check[]> {
  const modelId = variables['CLOSELOOP_MODEL_ID'] ?? '';
  if (modelId === '') return [];
  const region = variables['CLOSELOOP_BEDROCK_REGION'] ?? variables['AWS_REGION'];
  const bedrock = new BedrockRuntime({ maxAttempts: 1, ...(region && { region }) });
  try {
    const messages = [{ role: 'user' as const, content: [{ text: 'Answer with: ok' }] }];
    await bedrock.converse({ modelId, messages, inferenceConfig: { maxTokens: 10 } });
    return [ok({ group: GROUP, name: 'model' }, `${modelId} answers in ${region ?? 'its Region'}`)];
  } finally {
    bedrock.destroy();
  }
}

/** Scans one small file; empty in a terminal without the code worker's environment. */
export async function secondScanner(variables: Variables): Promise<readonly Check[]> {
  const named = { group: GROUP, name: 'second scanner' };
  const python = variables['CLOSELOOP_CHECKOV'] ?? '';
  if (python === '') {
    if ((variables['CLOSELOOP_MODEL_ID'] ?? '') === '') return [];
    return [
      skipped(named, 'CLOSELOOP_CHECKOV is not set: pull requests say that no second scanner ran'),
    ];
  }
  const checkov = startCheckov(python);
  try {
    const file = 'resource "aws_s3_bucket" "doctor" {}\n';
    const scan = { language: 'terraform', name: 'doctor.tf', before: file, after: file } as const;
    const result = await checkov.scan(scan);
    if ('after' in result) return [ok(named, `Checkov answers, with ${python}`)];
    const next = 'Set CLOSELOOP_CHECKOV to a Python that has Checkov, or unset it.';
    return [broken(named, `every code fix waits: ${result.unavailable}`, next)];
  } finally {
    await checkov.close();
  }
}

/** What has to be right in a repository before Closeloop may open pull requests there. */
export function repositoryCheck(name: string, seen: Examined | null): Check {
  const named = { group: GROUP, name };
  if (seen === null) {
    const next = `Install the app on ${name}, or take it out of repositories.yaml.`;
    return broken(named, 'does not exist, is empty, or is hidden from these credentials', next);
  }
  const { defaultBranch, archived, writable, permissions, reviewRequired, login } = seen;
  const remove = 'Take it out of repositories.yaml.';
  if (archived) return broken(named, 'archived: no pull request can be opened', remove);
  const missing = Object.entries(NEEDED)
    .filter(([what, right]) => permissions !== null && permissions[what] !== right)
    .map(([what, right]) => `${what}: ${right}`);
  if (writable === false || missing.length > 0) {
    const what = missing.length > 0 ? missing.join(', ') : 'the right to push a branch';
    return broken(named, `${login} lacks ${what}`, `Grant it to ${login} for ${name}.`);
  }
  const protect = `Protect ${defaultBranch} with a ruleset that requires an approved pull request.`;
  if (reviewRequired === false) {
    const why = `${login} may write contents and ${defaultBranch} requires no review: these credentials could merge`;
    return broken(named, why, protect);
  }
  const more = Object.entries(permissions ?? {}).filter(
    ([what]) => NEEDED[what] === undefined && !HARMLESS.includes(what),
  );
  if (more.length > 0) {
    const rights = more.map(([what, right]) => `${what}: ${right}`).join(', ');
    return warn(named, `${login} has more rights than it needs: ${rights}`, 'Remove them.');
  }
  if (reviewRequired === null)
    return warn(named, `whether ${defaultBranch} requires a review could not be read`, protect);
  return ok(named, `${login} may open pull requests; ${defaultBranch} requires an approval`);
}
