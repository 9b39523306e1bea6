import type { Control } from '../../controls/control.ts';
import type { Verification } from '../../domain/verdict.ts';
import type { VerifyInput } from '../../workflows/activity-types.ts';
import { failure } from '../aws/failures.ts';
import { askSource } from '../findings/source.ts';
import type { SourceDeps } from '../findings/source.ts';
import { enter, takeLook } from './look.ts';
import type { LookDeps } from './look.ts';

export interface VerifyDeps extends LookDeps {
  readonly controlOf: (id: string) => Control | null;
}

/**
 * Reads the resource with the read-only role and keeps what it saw. An `unknown` verdict is an answer too. Where no
 * control verifies, Security Hub is asked what the source says.
 */
export async function verify(
  deps: VerifyDeps & SourceDeps,
  input: VerifyInput,
): Promise<Verification> {
  const { problem } = input;
  if (problem.control === null) return await askSource(deps, input);
  const control = deps.controlOf(problem.control);
  if (control === null) {
    const what = `No control is known as ${problem.control}: this worker cannot look at it.`;
    throw failure('InvalidInput', what);
  }
  const entered = await enter(deps, problem);
  const { verification } = await takeLook(deps, input, { control, entered });
  return verification;
}
