import type { CloserActivities } from '../../workflows/activity-types.ts';
import type { CheckDecisionDeps } from '../decisions/check-decision.ts';
import type { CheckImportDeps } from '../decisions/check-imported.ts';
import type { OwnReads } from '../decisions/owner.ts';
import { close } from '../findings/close.ts';
import type { CloseDeps } from '../findings/close.ts';
import type { ReadSeverity } from '../findings/known-severity.ts';
import { noteFailedFix } from '../findings/note-failed-fix.ts';
import { reopen } from '../findings/reopen.ts';
import { suppress } from '../findings/suppress.ts';
import type { ScopedExceptions } from '../ledger/exception/exceptions.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { PublishNotices } from '../notify/publish.ts';
import { recordStory } from '../record-story.ts';
import { lookAgain } from '../sweep/look-again.ts';
import type { LookAgainDeps } from '../sweep/look-again.ts';
import { tagReader } from '../triage/live-tags.ts';
import type { Proofs } from './proofs.ts';
import { checkEnding, checkImport, checkScopedDecision } from './remember-checks.ts';
import { reopenUnproven } from './reopen-unproven.ts';
import type { ReopenUnprovenDeps } from './reopen-unproven.ts';

/** Under the closer's principal: alone writes to Security Hub. */
export interface CloserDeps extends Pick<
  CheckDecisionDeps,
  'whoSigned' | 'receiptsOf' | 'usedProofs' | 'policies'
> {
  readonly ledger: Ledger & LookAgainDeps['ledger'];
  readonly accounts: CloseDeps['accounts'];
  readonly evidence: CloseDeps['evidence'];
  readonly clock: CloseDeps['clock'];
  readonly controlOf: CloseDeps['controlOf'];
  readonly readReport: CloseDeps['readReport'];
  readonly securityHub: CloseDeps['securityHub'] & ReopenUnprovenDeps['securityHub'];
  /** To look at what the audit reports: the table of proofs, the key that seals them, and pauses between calls. */
  readonly audited: Pick<ReopenUnprovenDeps, 'store' | 'kms' | 'pace'>;
  readonly proofs: Proofs;
  readonly severityOf: ReadSeverity;
  readonly assignments: OwnReads['assignments'];
  /** The findings that are SUPPRESSED in Security Hub. */
  readonly suppressions: CheckImportDeps['suppressions'];
  readonly exceptions: Pick<ScopedExceptions, 'record'>;
  /** Sends a report to a lifecycle. */
  readonly report: LookAgainDeps['report'];
  /** Publishes notices; absent where nobody is notified. */
  readonly notify?: PublishNotices;
}

/** For the worker of the closer queue. */
export function closerActivities(of: CloserDeps): CloserActivities {
  const { severityOf, assignments, accounts } = of;
  const own = { severityOf, assignments, tagsOf: tagReader(accounts.verify) };
  const deps = { ...of, own, principal: 'closeloop-closer' };
  const { ledger, exceptions } = deps;
  const withStory = recordStory(ledger, deps.notify);
  return {
    checkDecision: withStory((input) => checkEnding(deps, input)),
    checkImport: withStory((input, episode) => checkImport(deps, input, episode)),
    // The activity itself writes the last line, so notices are published again after it.
    close: withStory((input, episode) => close(deps, input, episode), true),
    suppress: withStory((input, episode) => suppress(deps, input, episode)),
    reopen: withStory((input, episode) => reopen(deps, input, episode)),
    noteFailedFix: withStory((input) => noteFailedFix(deps, input)),
    checkScopedDecision: (input) => checkScopedDecision(deps, input),
    recordException: ({ exception, opener, row, entries }) =>
      exceptions.record(exception, opener, { row, entries }),
    lookAgain: (workflowId) => lookAgain(deps, workflowId),
    reopenUnproven: (findings) => reopenUnproven({ ...deps, ...deps.audited }, findings),
  };
}
