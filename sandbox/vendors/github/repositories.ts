import { notFound, ok } from './answer.ts';
import type { Answer, RepositoryRequest } from './answer.ts';
import { branchTip } from './branch-tip.ts';
import { showRepository } from './show.ts';

export function getRepository({ state, repository, grant }: RepositoryRequest): Answer {
  return ok(showRepository(state, repository, grant));
}

export async function getBranch({ repository, params }: RepositoryRequest): Promise<Answer> {
  const name = params['branch'] ?? '';
  const sha = await branchTip(repository, name);
  if (sha === null) throw notFound();
  const guarded = repository.approvals !== null && name === repository.defaultBranch;
  return ok({ name, commit: { sha }, protected: guarded });
}

/** Rulesets' rules only, as on GitHub: what a classic protection demands, administrators alone can read. */
export function getRules({ repository, params }: RepositoryRequest): Answer {
  const { approvals, defaultBranch } = repository;
  const rule = {
    type: 'pull_request',
    parameters: {
      required_approving_review_count: approvals,
      dismiss_stale_reviews_on_push: false,
      require_code_owner_review: false,
      require_last_push_approval: false,
      required_review_thread_resolution: false,
    },
  };
  const applies = approvals !== null && params['branch'] === defaultBranch;
  return ok(applies ? [rule] : []);
}
