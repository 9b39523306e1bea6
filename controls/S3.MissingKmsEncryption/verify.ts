import type { Problem } from '../../domain/finding.ts';
import type { Look, ReadClients } from '../control.ts';
import { lookAtEncryption } from '../encryption-look.ts';
import type { Pause } from '../retry.ts';

/** *fixed* when a default encryption rule names KMS, in one layer or two. */
export async function verify(problem: Problem, read: ReadClients, pause?: Pause): Promise<Look> {
  const algorithms = ['aws:kms', 'aws:kms:dsse'];
  return lookAtEncryption(problem, read, {
    algorithms,
    missing: 'default encryption rule with KMS',
    pause,
  });
}
