import type { PullRequest } from '../host/git-host.ts';

/**
 * Why a machine stops: `untouchable` path; `foreign` pull request with our branch's name; `edited` by a person;
 * `closed` unmerged; `branch-taken` by something else; `too-many-open`; `no-repository`.
 */
export type PeopleReason =
  | 'untouchable'
  | 'foreign'
  | 'edited'
  | 'closed'
  | 'branch-taken'
  | 'too-many-open'
  | 'no-repository';

export interface ToPeople {
  readonly outcome: 'people';
  readonly reason: PeopleReason;
  /** A sentence without its end. May hold what people wrote on the host. */
  readonly because: string;
  readonly pullRequest: PullRequest | null;
}

export function toPeople(
  reason: PeopleReason,
  because: string,
  pullRequest: PullRequest | null = null,
): ToPeople {
  return { outcome: 'people', reason, because, pullRequest };
}
