/** Finds a resource's source by its live tags. Pure. */
import { isWithin, repositoriesFor } from '../../../policies/repositories.ts';
import type { AllowedRepository, Repositories } from '../../../policies/repositories.ts';
import { protectedPath } from '../protected-paths.ts';
import type { Located } from './location.ts';

export interface TaggedResource {
  /** Read live: tags in an event are only claims. */
  readonly tags: Readonly<Record<string, string>>;
  /** The resource's account, 12 digits. */
  readonly account: string;
}

/**
 * Uses the tags that name repository and file; without them, those that CloudFormation writes. Refuses a tagged
 * repository that policy does not allow: a file found elsewhere would not be the source.
 */
export function locateByTags({ tags, account }: TaggedResource, index: Repositories): Located {
  const named = firstOf(tags, index.tags.repository);
  if (named === null) return byStack(tags, noRepositoryTag(tags, index));
  const organisation = firstOf(tags, index.tags.organisation);
  const name = fullName(named.value, organisation?.value ?? null);
  const says = `The tag ${named.tag} says ${shortened(name)}`;
  const isNamed = (one: AllowedRepository) => one.name.toLowerCase() === name.toLowerCase();
  const allowed = repositoriesFor(index, account).find(isNamed);
  if (allowed === undefined) {
    const known = index.repositories.some(isNamed);
    const why = known ? `does not allow it for account ${account}` : 'does not have it';
    return refused(`${says}; policies/repositories.yaml ${why}.`);
  }
  return byPath(tags, index, { allowed, says });
}

function byPath(
  tags: TaggedResource['tags'],
  index: Repositories,
  { allowed, says }: { readonly allowed: AllowedRepository; readonly says: string },
): Located {
  const repository = allowed.name;
  const block = firstOf(tags, index.tags.block)?.value ?? null;
  const tagged = firstOf(tags, index.tags.path);
  if (tagged === null) {
    const sentence = `${says}; no tag says the file (${index.tags.path.join(', ')}).`;
    return { found: 'repository', repository, block, tried: [sentence] };
  }
  const path = tagged.value.replace(/^(?:\.?\/)+/, '');
  const where = `${says} and ${tagged.tag} says ${shortened(path)}`;
  if (path === '' || path.split('/').some((part) => ['', '.', '..'].includes(part)))
    return refused(`${where}, which is no path of a file.`);
  if (!isWithin(allowed, path))
    return refused(`${where}, which is outside of ${allowed.folders.join(', ')}.`);
  const reason = protectedPath(path);
  if (reason !== null) return refused(`${where}; ${reason}.`);
  return { found: 'one', place: { repository, path, block }, tried: [`${where}.`] };
}

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-properties-resource-tags.html: only AWS can write these. */
function byStack(tags: TaggedResource['tags'], before: string): Located {
  const stackName = tags[`${CLOUDFORMATION}stack-name`] ?? '';
  const logicalId = tags[`${CLOUDFORMATION}logical-id`] ?? '';
  if (stackName === '' || logicalId === '') {
    const sentence = 'No CloudFormation tags name a stack and a logical id.';
    return { found: 'none', tried: [before, sentence] };
  }
  const stackId = tags[`${CLOUDFORMATION}stack-id`] ?? null;
  const sentence = `CloudFormation tags say that it is ${logicalId} of the stack ${stackName}.`;
  return { found: 'stack', stack: { stackName, logicalId, stackId }, tried: [before, sentence] };
}

const CLOUDFORMATION = 'aws:cloudformation:';

function noRepositoryTag(tags: TaggedResource['tags'], index: Repositories): string {
  const count = Object.keys(tags).length;
  const names = index.tags.repository.join(', ');
  return count === 0
    ? `The resource has no tags: none names its repository (${names}).`
    : `None of its ${count} tags names its repository (${names}).`;
}

interface Tag {
  readonly tag: string;
  readonly value: string;
}

function firstOf(tags: TaggedResource['tags'], names: readonly string[]): Tag | null {
  const tag = names.find((name) => Object.hasOwn(tags, name) && tags[name]?.trim() !== '');
  return tag === undefined ? null : { tag, value: (tags[tag] ?? '').trim() };
}

/** `owner/name`, from that, from a clone address, or from a name and its organisation. */
function fullName(value: string, organisation: string | null): string {
  const bare = value
    .replace(/^(?:https?:\/\/|ssh:\/\/)?(?:[^@/]+@)?[\w.-]+\.[a-z]{2,}[:/]/i, '')
    .replace(/\.git$/, '');
  return bare.includes('/') || organisation === null ? bare : `${organisation}/${bare}`;
}

function refused(sentence: string): Located {
  return { found: 'refused', tried: [sentence] };
}

/** A tag may hold any text. */
function shortened(text: string): string {
  return text.length > 200 ? `${text.slice(0, 199)}…` : text;
}
