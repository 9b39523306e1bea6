import type { Control } from '../../controls/control.ts';
import type { Verification } from '../../domain/verdict.ts';
import type { VerifyInput } from '../../workflows/activity-types.ts';
import { failure } from '../aws/failures.ts';
import { enter, takeLook } from './look.ts';
import type { LookDeps } from './look.ts';

export interface VerifyDeps extends LookDeps {
  readonly controlOf: (id: string) => Control | null;
}

/** Reads the resource with the read-only role and keeps what it saw. An `unknown` verdict is an answer too. */
export async function verify(deps: VerifyDeps, input: VerifyInput): Promise<Verification> {
  const { problem } = input;
  const control = problem.control === null ? null : deps.controlOf(problem.control);
  if (control === null) {
    const what = problem.control ?? problem.findingType;
    throw failure('InvalidInput', `No control verifies ${what}: this worker cannot look at it.`);
  }
  const entered = await enter(deps, problem);
  const { verification } = await takeLook(deps, input, { control, entered });
  return verification;
}
