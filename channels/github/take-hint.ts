import { BRANCH_PREFIX } from '../../activities/code/fix-key.ts';
import type { PullHint } from '../../activities/code/host/github/webhook.ts';
import type { FixWaiters } from '../../activities/ledger/code-fix/shared-fixes.ts';
import type { Repositories } from '../../policies/repositories.ts';

/** The result of a hint, for the log and the metric. */
export interface Taken {
  readonly outcome: 'told' | 'ignored' | 'refused' | 'failed';
  readonly reason: Reason;
  /** One sentence for people. */
  readonly text: string;
}

type Reason =
  | 'lifecycles'
  | 'other-repository'
  | 'not-ours'
  | 'unknown-pull-request'
  | 'nobody-waits'
  | 'lifecycles-ended'
  | 'not-handed-on';

export interface HintDeps {
  readonly repositories: Repositories;
  readonly waiters: (fix: string) => Promise<FixWaiters | null>;
  /** Signals a lifecycle; false when it has ended. */
  readonly tell: (workflowId: string, hint: { readonly id: string }) => Promise<boolean>;
}

/**
 * Signals the lifecycles that wait for this pull request that it changed. Nothing else in the delivery is passed on: they
 * read the pull request themselves. `id` is the delivery's: the same one sent again changes nothing.
 */
export async function takeHint(deps: HintDeps, hint: PullHint, id: string): Promise<Taken> {
  const { repository, number, branch, fix, url } = hint;
  const pull = `pull request ${number} of ${repository}`;
  if (!isAllowed(deps.repositories, repository))
    return refused('other-repository', `policies/repositories.yaml does not have ${repository}`);
  // Most of a repository's pull requests are people's own.
  if (!branch.startsWith(BRANCH_PREFIX))
    return { outcome: 'ignored', reason: 'not-ours', text: `${pull} is not from a branch of ours` };
  const known = fix === null ? null : await deps.waiters(fix);
  // Anybody can copy our hidden id, and our branch into a fork: only the ledger knows which pull request is ours.
  if (known === null || known.url !== url)
    return refused('unknown-pull-request', `Closeloop proposed no ${pull}`);
  if (known.waiting.length === 0)
    return { outcome: 'ignored', reason: 'nobody-waits', text: `nothing waits for ${pull}` };
  return await signalAll(deps, known.waiting, { id, pull });
}

function isAllowed({ repositories }: Repositories, repository: string): boolean {
  return repositories.some(({ name }) => name.toLowerCase() === repository.toLowerCase());
}

async function signalAll(
  { tell }: HintDeps,
  waiting: readonly string[],
  { id, pull }: { readonly id: string; readonly pull: string },
): Promise<Taken> {
  const signals = await Promise.allSettled(waiting.map(async (one) => await tell(one, { id })));
  const failed = signals.flatMap((one) =>
    one.status === 'rejected' ? [errorWithCause(one.reason)] : [],
  );
  if (failed.length > 0) {
    const text = `${failed.length} of ${waiting.length} lifecycles could not be signalled about ${pull}: ${failed[0]}`;
    return { outcome: 'failed', reason: 'not-handed-on', text };
  }
  const signalled = signals.filter((one) => one.status === 'fulfilled' && one.value).length;
  if (signalled === 0)
    return {
      outcome: 'ignored',
      reason: 'lifecycles-ended',
      text: `the lifecycles that waited for ${pull} have ended`,
    };
  return {
    outcome: 'told',
    reason: 'lifecycles',
    text: `${signalled} lifecycles signalled to check ${pull}`,
  };
}

/** An error's message with its cause's: Temporal's errors say what was tried, and their causes why it failed. */
export function errorWithCause(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? `${error.message}: ${error.cause.message}` : error.message;
}

function refused(reason: Reason, text: string): Taken {
  return { outcome: 'refused', reason, text };
}
