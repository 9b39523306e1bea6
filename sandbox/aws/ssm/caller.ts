import type { Principal } from '../gateway/principals.ts';
import type { Place } from '../security-hub/events.ts';

/** Who calls Systems Manager, and where. */
export interface Caller extends Place {
  readonly principal: Principal;
}
