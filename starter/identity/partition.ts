import { partition } from '@aws-sdk/core/client';

/** The partition that a Region belongs to, as the SDK knows them; `aws` for a Region that no partition claims. */
export function partitionOf(region: string): string {
  return partition(region).name;
}
