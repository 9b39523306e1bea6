/** Finds the file that makes a live resource: by its tags, by its CloudFormation stack, or by its name. */
import { codeChangeOf } from '../../../controls/code-changes.ts';
import type { Problem } from '../../../domain/finding.ts';
import type { Repositories } from '../../../policies/repositories.ts';
import type { VerifyClients } from '../../aws/accounts.ts';
import { readLiveTags } from '../../triage/live-tags.ts';
import { enterAccount } from '../../verify/check.ts';
import type { CheckDeps } from '../../verify/check.ts';
import type { GitHost } from '../host/git-host.ts';
import type { Languages } from '../validate/languages.ts';
import type { TargetHints } from '../validate/source/target.ts';
import { definesResource } from './defines-resource.ts';
import { findStack } from './find-stack.ts';
import { locateByName } from './locate-by-name.ts';
import { locateByStack } from './locate-by-stack.ts';
import { locateByTags } from './locate-by-tags.ts';
import type { Located, SourcePlace, StackPlace } from './location.ts';

export interface LocateDeps extends Pick<CheckDeps, 'accounts'> {
  readonly host: GitHost;
  readonly languages: Languages;
  readonly repositories: Repositories;
}

export interface LocatedSource {
  readonly place: SourcePlace;
  /** What the validator finds the block by. */
  readonly hints: TargetHints;
}

/** `notFound` tells people where Closeloop looked and what it found there. */
export async function locateSource(
  deps: LocateDeps,
  problem: Problem,
): Promise<LocatedSource | { readonly notFound: string }> {
  const entered = await enterAccount(deps, problem);
  const { tags, unreadable } = await readLiveTags(problem, entered);
  if (tags === null || entered.clients === null)
    return { notFound: `the tags could not be read: ${unreadable}` };
  const located = await locate(deps, problem, { tags, clients: entered.clients });
  if (located.found !== 'one') return { notFound: whyNotOne(located) };
  const { place } = located;
  const { account, region, resource } = problem;
  const live = { resourceName: resource.name, account, region };
  const hints = { address: place.block, ...live, tags: new Map(Object.entries(tags)) };
  return { place, hints };
}

interface Live {
  readonly tags: Readonly<Record<string, string>>;
  readonly clients: Pick<VerifyClients, 'cloudFormation'>;
}

async function locate(deps: LocateDeps, problem: Problem, live: Live): Promise<Located> {
  const { account, control, resource } = problem;
  const byTags = locateByTags({ tags: live.tags, account }, deps.repositories);
  if (byTags.found === 'one' || byTags.found === 'refused') return byTags;
  const { repository, block } =
    byTags.found === 'repository' ? byTags : { repository: null, block: null };
  const { cloudFormation } = live.clients;
  const tagged = byTags.found === 'stack' ? byTags.stack : null;
  const stack = tagged ?? (block === null ? await findStack(cloudFormation, resource.name) : null);
  const type = control === null ? undefined : codeChangeOf(control)?.cloudformation.targetType;
  const searched =
    stack !== null && type !== undefined
      ? await locateByStack(deps, cloudFormation, { stack, type, account, repository })
      : await searchByName(deps, problem, { repository, block });
  const about = tagged === null && block === null ? [whichStack(stack)] : [];
  return { ...searched, tried: [...byTags.tried, ...about, ...searched.tried] };
}

function whichStack(stack: StackPlace | null): string {
  if (stack === null) return 'CloudFormation knows no stack with this resource.';
  return `CloudFormation says that it is ${stack.logicalId} of the stack ${stack.stackName}.`;
}

interface Known {
  readonly repository: string | null;
  readonly block: string | null;
}

async function searchByName(
  { host, languages, repositories }: LocateDeps,
  { control, account, resource: { name } }: Problem,
  { repository, block }: Known,
): Promise<Located> {
  const change = control === null ? null : codeChangeOf(control);
  if (change === null)
    return { found: 'none', tried: [`${control ?? 'The finding'} has no fix in code.`] };
  const types = [change.terraform.targetType, change.cloudformation.targetType];
  const names = block === null ? [name] : [name, block];
  const defines = definesResource(languages, { types, name, address: block });
  const search = { account, names, repository, defines };
  const searched = await locateByName(host, repositories, { search });
  if (searched.found !== 'one') return searched;
  const { place } = searched;
  return { ...searched, place: { ...place, block: place.block ?? block } };
}

function whyNotOne(located: Exclude<Located, { found: 'one' }>): string {
  const candidates =
    located.found === 'several'
      ? ` Candidates: ${located.places.map(({ repository, path }) => `${repository}/${path}`).join(', ')}.`
      : '';
  return `no single source file was found. ${located.tried.join(' ')}${candidates}`;
}
