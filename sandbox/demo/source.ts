/** The demo's repositories, and how people merge and a pipeline applies what is in them. */
import { mkdtemp, cp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import type { World } from '../world.ts';
import { applyTerraform } from './apply-terraform.ts';
import type { Scenario, Source } from './scenario.ts';

const REPOSITORY = 'acme/payments-infra';

/** A copy of the sandbox's policies with the demo's own remediation table. */
export async function demoPolicies(): Promise<{
  readonly folder: string;
  remove(): Promise<void>;
}> {
  const folder = await mkdtemp(join(tmpdir(), 'closeloop-demo-'));
  await cp(fileURLToPath(new URL('../policies', import.meta.url)), folder, { recursive: true });
  const table = fileURLToPath(new URL('remediation.yaml', import.meta.url));
  await cp(table, join(folder, 'remediation.yaml'));
  return { folder, remove: () => rm(folder, { recursive: true, force: true }) };
}

/** Creates the repositories with the files of all scenarios and the stacks, and plans the model's faulty answers. */
export async function seedSources(world: World, scenarios: readonly Scenario[]): Promise<void> {
  const sources = scenarios.flatMap(({ source }) => (source === undefined ? [] : [source]));
  for (const [name, own] of Map.groupBy(sources, repositoryOf)) {
    const files = Object.fromEntries(own.map(({ path, text }) => [path, text]));
    await world.gitHub.addRepository({ name, files });
  }
  for (const { account, region, source } of scenarios) {
    if (source?.modelFaults !== undefined)
      world.aws.gateway.failNextAnswers(source.modelFaults, source.path);
    if (source?.stack === undefined) continue;
    const stack = { StackName: source.stack, TemplateBody: source.text };
    await world.cloudFormation(account, region).createStack(stack);
  }
}

interface Merged {
  /** Who merged what, in a line. */
  readonly summary: string;
  /** The text of the pull request, as GitHub has it. */
  readonly body: string;
}

/** A person merges the pull request and their pipeline applies it. GitHub's webhook notifies Closeloop of the merge. */
export async function mergeAndApply(world: World, scenario: Scenario, as: string): Promise<Merged> {
  const { people } = world.gitHub;
  const { account, region, source } = scenario;
  if (source === undefined) throw new Error(`${scenario.bucket} has no source to merge.`);
  const pull = pullsOf(world, source).find(({ state }) => state === 'open');
  if (pull === undefined) throw new Error(`No pull request is open for ${source.path}.`);
  const repository = repositoryOf(source);
  await people.merge(repository, pull.number, { by: as });
  const merged = await people.text(repository, 'main', source.path);
  if (source.stack === undefined) await applyTerraform(world.s3(account, region), merged);
  else
    await world
      .cloudFormation(account, region)
      .updateStack({ StackName: source.stack, TemplateBody: merged });
  const summary = `${as} reads and merges ${pull.html_url}; the pipeline applies ${source.path}`;
  return { summary, body: pull.body ?? '' };
}

/** Every pull request whose text names the file. */
export function pullsOf(
  world: Pick<World, 'gitHub'>,
  source: Source,
): ReturnType<World['gitHub']['people']['pulls']> {
  const pulls = world.gitHub.people.pulls(repositoryOf(source));
  return pulls.filter(({ body }) => body?.includes(source.path));
}

function repositoryOf({ repository = REPOSITORY }: Source): string {
  return repository;
}
