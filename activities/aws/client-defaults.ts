/** How every AWS client of a worker is made. */
import { homeOf } from '../../domain/partitions.ts';

/**
 * One try, because retries belong to `controls/retry.ts` and to Temporal, and timeouts short enough that a
 * read with its two retries ends before a heartbeat is missed. Milliseconds.
 */
export const CLIENT_DEFAULTS = {
  maxAttempts: 1,
  requestHandler: {
    connectionTimeout: 2_000,
    requestTimeout: 4_000,
    // Without this a slow answer only prints a warning.
    throwOnRequestTimeout: true,
  },
} as const;

/**
 * Account-wide problems have the Region `global`; their APIs answer in the partition's home.
 * https://docs.aws.amazon.com/general/latest/gr/rande.html#global-endpoints
 */
export function clientRegion(region: string, partition: string): string {
  return region === 'global' ? homeOf(partition) : region;
}
