import type { Problem } from '../../domain/finding.ts';
import type { Look, ReadClients } from '../control.ts';
import { lookAtEncryption } from '../encryption-look.ts';
import type { Pause } from '../retry.ts';

/** *fixed* when a default encryption rule names AES256 or KMS. */
export async function verify(problem: Problem, read: ReadClients, pause?: Pause): Promise<Look> {
  // `aws:kms:dsse` is KMS in two layers: see docs/decisions/what-counts-as-encrypted.md.
  const algorithms = ['AES256', 'aws:kms', 'aws:kms:dsse'];
  return lookAtEncryption(problem, read, { algorithms, missing: 'default encryption rule', pause });
}
