import { codeChangeOf } from '../../../controls/code-changes.ts';
import type { Problem } from '../../../domain/finding.ts';
import type { Repositories } from '../../../policies/repositories.ts';
import { readLiveTags } from '../../triage/live-tags.ts';
import { enter } from '../../verify/look.ts';
import type { LookDeps } from '../../verify/look.ts';
import type { GitHost, Head, FileRead } from '../host/git-host.ts';
import { locateByTags } from '../locate/by-tags.ts';
import { definesResource } from '../locate/defines-resource.ts';
import type { Located, SourcePlace } from '../locate/located.ts';
import { searchRepositories } from '../locate/search-repositories.ts';
import type { Languages } from '../validate/languages.ts';
import type { TargetHints } from '../validate/source/target.ts';

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

/** In bytes: what the validator takes at most is less. */
const LARGEST = 1_000_000;

/** Locates and reads. A text says why people have to: what was tried and what came of it. */
export async function findSource(
  deps: SourceDeps,
  problem: Problem,
): Promise<FoundSource | { readonly people: string }> {
  const { tags, unreadable } = await readLiveTags(problem, await enter(deps, problem));
  if (tags === null) return { people: `the tags could not be read: ${unreadable}` };
  const located = await locate(deps, problem, tags);
  if (located.found !== 'one') return { people: notOne(located) };
  const { place } = located;
  const base = await deps.host.head(place.repository);
  if (base === null) return { people: `${place.repository} is not there for Closeloop, or empty` };
  const at = { repository: place.repository, commit: base.commit, path: place.path };
  const file = await deps.host.readFile(at, LARGEST);
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

async function locate(
  deps: SourceDeps,
  problem: Problem,
  tags: Readonly<Record<string, string>>,
): Promise<Located> {
  const { account } = problem;
  const byTags = locateByTags({ tags, account }, deps.repositories);
  if (byTags.found === 'one' || byTags.found === 'refused') return byTags;
  const repository = byTags.found === 'repository' ? byTags.repository : null;
  const address =
    byTags.found === 'stack'
      ? byTags.stack.logicalId
      : byTags.found === 'repository'
        ? byTags.block
        : null;
  const searched = await search(deps, problem, { repository, address });
  const tried = [...byTags.tried, ...searched.tried];
  if (searched.found !== 'one') return { ...searched, tried };
  return {
    ...searched,
    place: { ...searched.place, block: searched.place.block ?? address },
    tried,
  };
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
