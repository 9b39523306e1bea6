/** The source of a resource by its live tags. Pure: tags and the index in, sentences for people out. */
import { isWithin, repositoriesFor } from '../../../policies/repositories.ts';
import type { AllowedRepository, Repositories } from '../../../policies/repositories.ts';
import { untouchable } from '../protected-paths.ts';
import type { Located } from './location.ts';

export interface Tagged {
  /** Read live: tags in an event are only claims. */
  readonly tags: Readonly<Record<string, string>>;
  /** The resource's account, 12 digits. */
  readonly account: string;
}

/**
 * Tags that name repository and file; else those that CloudFormation itself writes. A repository that is named and not
 * allowed ends the search: a file found elsewhere would not be the source.
 */
export function locateByTags({ tags, account }: Tagged, index: Repositories): Located {
  const named = firstOf(tags, index.tags.repository);
  if (named === null) return byStack(tags, noTag(tags, index));
  const organisation = firstOf(tags, index.tags.organisation);
  const name = fullName(named.value, organisation?.value ?? null);
  const said = `The tag ${named.tag} says ${shown(name)}`;
  const allowed = repositoriesFor(index, account).find(
    (one) => one.name.toLowerCase() === name.toLowerCase(),
  );
  if (allowed === undefined) {
    const known = index.repositories.some((one) => one.name.toLowerCase() === name.toLowerCase());
    const why = known ? `does not allow it for account ${account}` : 'does not have it';
    return refused(`${said}; policies/repositories.yaml ${why}.`);
  }
  const block = firstOf(tags, index.tags.block)?.value ?? null;
  return byPath({ tags, index, allowed, said, block });
}

interface InRepository {
  readonly tags: Tagged['tags'];
  readonly index: Repositories;
  readonly allowed: AllowedRepository;
  readonly said: string;
  readonly block: string | null;
}

function byPath({ tags, index, allowed, said, block }: InRepository): Located {
  const repository = allowed.name;
  const told = firstOf(tags, index.tags.path);
  if (told === null) {
    const sentence = `${said}; no tag says the file (${index.tags.path.join(', ')}).`;
    return { found: 'repository', repository, block, tried: [sentence] };
  }
  const path = told.value.replace(/^(?:\.?\/)+/, '');
  const where = `${said} and ${told.tag} says ${shown(path)}`;
  if (path === '' || path.split('/').some((part) => ['', '.', '..'].includes(part)))
    return refused(`${where}, which is no path of a file.`);
  if (!isWithin(allowed, path))
    return refused(`${where}, which is outside of ${allowed.folders.join(', ')}.`);
  const forbidden = untouchable(path);
  if (forbidden !== null) return refused(`${where}; ${forbidden}.`);
  return { found: 'one', place: { repository, path, block }, tried: [`${where}.`] };
}

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-properties-resource-tags.html: only AWS can write these. */
function byStack(tags: Tagged['tags'], before: string): Located {
  const stackName = tags[`${CLOUDFORMATION}stack-name`] ?? '';
  const logicalId = tags[`${CLOUDFORMATION}logical-id`] ?? '';
  if (stackName === '' || logicalId === '') {
    const sentence = 'No tags of CloudFormation name a stack and a logical id.';
    return { found: 'none', tried: [before, sentence] };
  }
  const stackId = tags[`${CLOUDFORMATION}stack-id`] ?? null;
  const sentence = `Tags of CloudFormation say that it is ${logicalId} of the stack ${stackName}.`;
  return { found: 'stack', stack: { stackName, logicalId, stackId }, tried: [before, sentence] };
}

const CLOUDFORMATION = 'aws:cloudformation:';

function noTag(tags: Tagged['tags'], index: Repositories): string {
  const count = Object.keys(tags).length;
  const has = count === 0 ? 'The resource has no tags' : `None of its ${count} tags`;
  const names = index.tags.repository.join(', ');
  return count === 0
    ? `${has}: none says its repository (${names}).`
    : `${has} says its repository (${names}).`;
}

interface Named {
  readonly tag: string;
  readonly value: string;
}

function firstOf(tags: Tagged['tags'], names: readonly string[]): Named | null {
  const tag = names.find((name) => Object.hasOwn(tags, name) && tags[name]?.trim() !== '');
  return tag === undefined ? null : { tag, value: (tags[tag] ?? '').trim() };
}

/** `owner/name`, from that, from a clone's address, or from a name and its organisation. */
function fullName(value: string, organisation: string | null): string {
  const bare = value
    .replace(/^(?:https?:\/\/|ssh:\/\/)?(?:[^@/]+@)?[\w.-]+\.[a-z]{2,}[:/]/i, '')
    .replace(/\.git$/, '');
  return bare.includes('/') || organisation === null ? bare : `${organisation}/${bare}`;
}

function refused(sentence: string): Located {
  return { found: 'refused', tried: [sentence] };
}

/** Tags may say anything, at length. */
function shown(text: string): string {
  return text.length > 200 ? `${text.slice(0, 199)}…` : text;
}
