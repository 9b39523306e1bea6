import type { Problem } from '../../domain/finding.ts';
import { checkEncryption } from '../check-encryption.ts';
import type { CheckResult, ReadClients } from '../control.ts';
import type { Pause } from '../retry.ts';

/** *fixed* when a default encryption rule names KMS, in one layer or two. */
export async function verify(
  problem: Problem,
  read: ReadClients,
  pause?: Pause,
): Promise<CheckResult> {
  const algorithms = ['aws:kms', 'aws:kms:dsse'];
  return checkEncryption(problem, read, {
    algorithms,
    missing: 'default encryption rule with KMS',
    pause,
  });
}
