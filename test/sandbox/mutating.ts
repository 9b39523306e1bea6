import type { CallRecord } from '../../sandbox/aws/gateway/call-log.ts';

/** Did this call change something? Assuming a role and importing as the administrator count as changes too. */
export function isMutating({ operation }: CallRecord): boolean {
  return !/^(Get|List|Describe|Head|Test|Query|Scan|BatchGet)/.test(operation);
}
