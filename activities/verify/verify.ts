import type { Control } from '../../controls/control.ts';
import type { Verification } from '../../domain/verdict.ts';
import type { VerifyInput } from '../../workflows/activity-types.ts';
import { failure } from '../aws/failures.ts';
import { readSourceState } from '../findings/source.ts';
import type { SourceDeps } from '../findings/source.ts';
import { enterAccount, checkResource } from './check.ts';
import type { CheckDeps } from './check.ts';

export interface VerifyDeps extends CheckDeps {
  readonly controlOf: (id: string) => Control | null;
}

/**
 * Checks the resource with the read-only role and stores the evidence. An `unknown` verdict is a result too. For a
 * problem that no control verifies, reads from Security Hub what its source says.
 */
export async function verify(
  deps: VerifyDeps & SourceDeps,
  input: Pick<VerifyInput, 'problem' | 'workflowId' | 'findings'>,
): Promise<Verification> {
  const { problem } = input;
  if (problem.control === null) return await readSourceState(deps, input);
  const control = deps.controlOf(problem.control);
  if (control === null) {
    const what = `This worker has no control ${problem.control}, so it cannot verify the problem. Deploy a release that has it.`;
    throw failure('InvalidInput', what);
  }
  const entered = await enterAccount(deps, problem);
  const { verification } = await checkResource(deps, input, { control, entered });
  return verification;
}
