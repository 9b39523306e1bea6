import type { Problem } from '../../domain/finding.ts';
import { checkEncryption } from '../check-encryption.ts';
import type { CheckResult, ReadClients } from '../control.ts';
import type { Pause } from '../retry.ts';

/** *fixed* when a default encryption rule names AES256 or KMS. */
export async function verify(
  problem: Problem,
  read: ReadClients,
  pause?: Pause,
): Promise<CheckResult> {
  // `aws:kms:dsse` is KMS in two layers: see docs/decisions/what-counts-as-encrypted.md.
  const algorithms = ['AES256', 'aws:kms', 'aws:kms:dsse'];
  return checkEncryption(problem, read, { algorithms, missing: 'default encryption rule', pause });
}
