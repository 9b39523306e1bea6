import { codeChangeOf } from '../../../controls/code-changes.ts';
import type { Problem } from '../../../domain/finding.ts';
import type { Repositories } from '../../../policies/repositories.ts';
import type { VerifyClients } from '../../aws/accounts.ts';
import { readLiveTags } from '../../triage/live-tags.ts';
import { enter } from '../../verify/look.ts';
import type { LookDeps } from '../../verify/look.ts';
import { MOST_SOURCE_BYTES } from '../host/git-host.ts';
import type { GitHost, Head, FileRead } from '../host/git-host.ts';
import type { Languages } from '../validate/languages.ts';
import type { TargetHints } from '../validate/source/target.ts';
import { definesResource } from './defines-resource.ts';
import { findStack } from './find-stack.ts';
import { searchRepositories } from './locate-by-name.ts';
import { locateByStack } from './locate-by-stack.ts';
import { locateByTags } from './locate-by-tags.ts';
import type { Located, SourcePlace } from './location.ts';

export interface SourceDeps extends Pick<LookDeps, 'accounts'> {
  readonly host: GitHost;
  readonly languages: Languages;
  readonly repositories: Repositories;
}

type RegularFile = Extract<FileRead, { kind: 'file' }>;

/** The file that makes the live resource, as it is at the head of the default branch. */
export interface FoundSource {
  readonly place: SourcePlace;
  readonly tags: Readonly<Record<string, string>>;
  readonly base: Head;
  readonly file: RegularFile;
}

/** Locates and reads. A text says why people have to: what was tried and what came of it. */
export async function findSource(
  deps: SourceDeps,
  problem: Problem,
): Promise<FoundSource | { readonly people: string }> {
  const entered = await enter(deps, problem);
  const { tags, unreadable } = await readLiveTags(problem, entered);
  if (tags === null || entered.clients === null)
    return { people: `the tags could not be read: ${unreadable}` };
  const located = await locate(deps, problem, { tags, clients: entered.clients });
  if (located.found !== 'one') return { people: notOne(located) };
  const { place } = located;
  const base = await deps.host.head(place.repository);
  if (base === null) return { people: `${place.repository} is not there for Closeloop, or empty` };
  const at = { repository: place.repository, commit: base.commit, path: place.path };
  const file = await deps.host.readFile(at, MOST_SOURCE_BYTES);
  const where = `${place.path} of ${place.repository} at ${base.commit.slice(0, 12)}`;
  if (file.kind === 'absent') return { people: `${where} is not there` };
  if (file.kind === 'refused') return { people: `${where} is not read: ${file.because}` };
  return { place, tags, base, file };
}

/** What the validator finds the block by. */
export function hintsOf({ place, tags }: FoundSource, { resource }: Problem): TargetHints {
  const { name } = resource;
  return { address: place.block, resourceName: name, tags: new Map(Object.entries(tags)) };
}

interface Live {
  readonly tags: Readonly<Record<string, string>>;
  readonly clients: Pick<VerifyClients, 'cloudFormation'>;
}

async function locate(deps: SourceDeps, problem: Problem, live: Live): Promise<Located> {
  const { account, control, resource } = problem;
  const byTags = locateByTags({ tags: live.tags, account }, deps.repositories);
  if (byTags.found === 'one' || byTags.found === 'refused' || byTags.found === 'several')
    return byTags;
  const repository = byTags.found === 'repository' ? byTags.repository : null;
  const address = byTags.found === 'repository' ? byTags.block : null;
  const { cloudFormation } = live.clients;
  const stack =
    byTags.found === 'stack'
      ? byTags.stack
      : address === null
        ? await findStack(cloudFormation, resource.name)
        : null;
  const type = control === null ? undefined : codeChangeOf(control)?.cloudformation.targetType;
  if (stack !== null && type !== undefined) {
    const named = `CloudFormation says that it is ${stack.logicalId} of the stack ${stack.stackName}.`;
    const told = byTags.found === 'stack' ? byTags.tried : [...byTags.tried, named];
    const wanted = { stack, type, account, repository };
    const byStack = await locateByStack(deps, cloudFormation, wanted);
    return { ...byStack, tried: [...told, ...byStack.tried] };
  }
  const searched = await search(deps, problem, { repository, address });
  const noStack = address === null ? ['CloudFormation knows no stack with it.'] : [];
  const tried = [...byTags.tried, ...noStack, ...searched.tried];
  if (searched.found !== 'one') return { ...searched, tried };
  const { place } = searched;
  return { ...searched, place: { ...place, block: place.block ?? address }, tried };
}

async function search(
  { host, languages, repositories }: SourceDeps,
  { control, account, resource }: Problem,
  { repository, address }: { readonly repository: string | null; readonly address: string | null },
): Promise<Located> {
  const change = control === null ? null : codeChangeOf(control);
  if (change === null)
    return { found: 'none', tried: [`Nothing says how ${control ?? 'it'} is fixed.`] };
  const types = [change.terraform.targetType, change.cloudformation.targetType];
  const { name } = resource;
  const names = address === null ? [name] : [name, address];
  const defines = definesResource(languages, { types, name, address });
  return await searchRepositories(host, repositories, {
    search: { account, names, repository, defines },
  });
}

function notOne(located: Exclude<Located, { found: 'one' }>): string {
  const places =
    located.found === 'several'
      ? ` Candidates: ${located.places.map(({ repository, path }) => `${repository}/${path}`).join(', ')}.`
      : '';
  return `the source was not found for certain. ${located.tried.join(' ')}${places}`;
}
