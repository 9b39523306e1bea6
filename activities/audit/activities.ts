import type { AuditActivities } from '../../workflows/activity-types.ts';
import { thisActivity } from '../decisions/check-decision.ts';
import { sealStories } from '../sealing/seal-stories.ts';
import type { SealStoriesDeps } from '../sealing/seal-stories.ts';
import { whileHeartbeating } from '../while-heartbeating.ts';
import { findUnproven } from './find-unproven.ts';
import type { FindUnprovenDeps } from './find-unproven.ts';
import { tellAudit } from './tell-audit.ts';
import type { TellAuditDeps } from './tell-audit.ts';

/** Under the audit's principal: reads Security Hub, the ledger and the closer's proofs, and writes only seals. */
export interface AuditDeps extends FindUnprovenDeps {
  readonly telling: TellAuditDeps;
  readonly sealing: SealStoriesDeps;
}

/** For the worker of the audit queue. */
export function auditActivities(deps: AuditDeps): AuditActivities {
  return {
    sealStories: () =>
      whileHeartbeating({ details: 'sealing', every: 30_000 }, () => sealStories(deps.sealing)),
    // One finding may have a history of hundreds of pages.
    findUnproven: (cursor) =>
      whileHeartbeating({ details: 'looking', every: 30_000 }, () => findUnproven(deps, cursor)),
    tellAudit: (alarm) => tellAudit(deps.telling, alarm, `audit/${thisActivity()}`),
  };
}
