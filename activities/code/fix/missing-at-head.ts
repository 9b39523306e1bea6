import type { FixPlace } from '../../../domain/code-fix.ts';
import type { GitHost } from '../host/git-host.ts';
import type { Languages } from '../validate/languages.ts';
import { isRejection } from '../validate/rejection.ts';
import { targetOf } from './target-of.ts';

export interface HeadDeps {
  readonly host: Pick<GitHost, 'head' | 'readFile'>;
  readonly languages: Languages;
}

/** In bytes: larger than anything that is validated. */
const LARGEST = 1_000_000;

/**
 * Why the default branch does not hold what a merged pull request was to bring; null when it does. A merge alone says
 * little: it may have gone into another branch, been changed before, or been reverted since.
 */
export async function missingAtHead(
  { host, languages }: HeadDeps,
  place: FixPlace,
): Promise<string | null> {
  const { repository, path, block, control } = place;
  const head = await host.head(repository);
  if (head === null) return `${repository} is not there for Closeloop, or empty`;
  const where = `${path} of ${repository} at ${head.commit.slice(0, 12)}, the head of ${head.branch},`;
  const file = await host.readFile({ repository, commit: head.commit, path }, LARGEST);
  if (file.kind === 'absent') return `${where} is not there`;
  if (file.kind === 'refused') return `${where} is not read: ${file.because}`;
  const hints = { address: block, resourceName: '', tags: new Map<string, string>() };
  const target = await targetOf(languages, { control, path, source: file.bytes, target: hints });
  if (isRejection(target)) return `${where} cannot be judged: ${target.reason}`;
  if (target.effect === 'pass') return null;
  return `${block} in ${where} is not right: reverted since, or merged into another branch?`;
}
