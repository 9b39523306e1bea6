/**
 * Fault injection by a bucket's name. The only list of such names;
 * docs/emulation-differences.md explains each. No production code knows them.
 */
export const SENTINELS = {
  /** Automation's first write to this bucket is refused, as a service control policy would. */
  runbookFails: 'runbook-fails',
  /** Automation's writes to this bucket answer 200 and change nothing. */
  runbookLies: 'runbook-lies',
  /** An automation that names this bucket stays InProgress for `SLOW_MILLISECONDS` before its first step. */
  runbookSlow: 'runbook-slow',
  /** `closeloop-verify` may not read this bucket. */
  readDenied: 'read-denied',
  /** The bucket has no default encryption until it is set, as buckets had before 2023. */
  unencrypted: 'unencrypted',
} as const;

export const SLOW_MILLISECONDS = 2000;

export type Effect = 'deny' | 'pretend' | null;

/** The fault that a bucket's name injects into this call; null for nearly all. */
export function sentinelEffect(role: string, action: string, resource: string): Effect {
  if (!resource.startsWith('arn:aws:s3:::')) return null;
  const writes = /^s3:(Put|Delete|Create|Replicate|Restore)/.test(action);
  if (role === 'closeloop-automation' && writes) {
    if (resource.includes(SENTINELS.runbookFails)) return 'deny';
    if (resource.includes(SENTINELS.runbookLies)) return 'pretend';
  }
  if (role === 'closeloop-verify' && !writes && resource.includes(SENTINELS.readDenied)) {
    return 'deny';
  }
  return null;
}
