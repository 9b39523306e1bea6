import type { PullRequest } from '../host/git-host.ts';

/**
 * Why people have to decide: the file is a protected path; a `foreign` pull request has our branch name; a person
 * edited ours; a person closed it unmerged; the branch is taken by something else; too many of ours are open; the
 * repository cannot be reached.
 */
export type ReviewReason =
  | 'protected-path'
  | 'foreign'
  | 'edited'
  | 'closed'
  | 'branch-taken'
  | 'too-many-open'
  | 'no-repository';

export interface HumanReview {
  readonly outcome: 'human-review';
  readonly reason: ReviewReason;
  /** A sentence without its full stop. May contain what people wrote on the host. */
  readonly because: string;
  readonly pullRequest: PullRequest | null;
}

export function toHumanReview(
  reason: ReviewReason,
  because: string,
  pullRequest: PullRequest | null = null,
): HumanReview {
  return { outcome: 'human-review', reason, because, pullRequest };
}
