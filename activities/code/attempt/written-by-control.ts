import type { DraftResult, FixAttempt } from '../../../domain/code-fix.ts';
import { repositoriesFor } from '../../../policies/repositories.ts';
import type { Repositories } from '../../../policies/repositories.ts';
import type { DraftFixInput } from '../../../workflows/activity-types.ts';
import { hintsOf } from '../source/locate-source.ts';
import { judge } from '../validate/checkov/validate-and-scan.ts';
import type { JudgeDeps } from '../validate/checkov/validate-and-scan.ts';
import { isRejection } from '../validate/rejection.ts';
import type { Rejection } from '../validate/rejection.ts';
import type { Accepted } from '../validate/validate.ts';
import type { Asked } from './ask-model.ts';
import { mechanicalFix } from './control-change.ts';
import { judgedAs } from './remember-attempt.ts';
import type { RememberDeps } from './remember-attempt.ts';

interface WrittenDeps extends RememberDeps, JudgeDeps {
  readonly repositories: Repositories;
}

/**
 * The first attempt, where the change is always the same: the control writes it and the validator judges it. What it
 * rejects is an attempt like any other, and the next is a model's. Null where it is not mechanical, or where
 * `control_writes` of the repository says that models are asked.
 */
export async function writtenByControl(
  deps: WrittenDeps,
  input: DraftFixInput,
  { found, place, branch, episode }: Asked,
): Promise<DraftResult | null> {
  const { workflowId, problem, attempts } = input;
  const { account } = problem;
  const repository = repositoriesFor(deps.repositories, account).find(
    ({ name }) => name === place.repository,
  );
  if (attempts.length > 0 || repository?.controlWrites !== true) return null;
  const { control, path } = place;
  const target = { ...hintsOf(found, problem), address: place.block };
  const asked = { control, source: found.file.bytes, target };
  const answer = await mechanicalFix(deps.languages, { ...asked, path });
  if (answer === null) return null;
  const result = await judge(deps, { ...asked, answer, paths: [path], account });
  const attempt = attemptOf(result);
  const at = { workflowId, episode, number: attempt.number };
  return await judgedAs(deps, at, { attempt, result, answer, place, found, branch });
}

function attemptOf(result: Accepted | Rejection): FixAttempt {
  const about = {
    number: 1,
    author: { kind: 'control' },
    tokens: { input: 0, output: 0 },
  } as const;
  if (!isRejection(result))
    return { ...about, accepted: true, check: '', code: '', reason: '', hint: null };
  const { check, code, reason, hint } = result;
  return { ...about, accepted: false, check, code, reason, hint };
}
