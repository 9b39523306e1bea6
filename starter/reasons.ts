/** Why a finding starts or wakes a lifecycle, is dropped, goes to human review or is refused. The metrics count these names. */
export const REASONS = {
  reported: 'a control of ours verifies this',
  asked: 'a person sent it with a custom action',
  returned: 'RESOLVED, still failing, and updated or worse since we closed it: the problem is back',
  'resolved-elsewhere':
    'somebody else resolved it while it still fails: a lifecycle checks the resource',
  unmapped: 'no control verifies this: people decide',
  doubtful: 'the report contradicts itself or lacks something: people decide',
  passed: 'the source says PASSED: an open lifecycle verifies, nothing starts',
  archived: 'the source archived it: an open lifecycle verifies, nothing starts',
  'resolved-by-person': 'somebody resolved it: an open lifecycle verifies, nothing starts',
  unchanged: 'nothing that matters changed since the last report',
  'our-own-close': 'Closeloop resolved it itself',
  'suppressed-by-person':
    'somebody suppressed it in Security Hub: an open lifecycle verifies and stays with people',
  'reported-while-accepted':
    'an exception covers it, and the report changed: the lifecycle checks whether it got worse',
  suppressed: 'suppressed in Security Hub, and nobody requested a check',
  informational: 'INFORMATIONAL findings start nothing (intake.yaml)',
  muted: 'its owners muted it in Prowler (intake.yaml)',
  sample: 'a generated sample (intake.yaml)',
  'not-evaluated': 'the source did not check it: nothing starts (intake.yaml)',
  'unmapped-policy': 'no control verifies this, and intake.yaml leaves such findings out',
  'custom-action': 'a custom action that intake.yaml does not name',
  'foreign-account': 'the account is not among those of intake.yaml',
  malformed: 'it does not parse as a finding',
  ocsf: 'OCSF findings are not supported',
  'other-event': 'no event with Security Hub findings',
  'not-an-event': 'not an event',
  'no-findings': 'an event without findings',
} as const;
export type Reason = keyof typeof REASONS;

export type Action = 'start' | 'wake' | 'drop' | 'people' | 'refuse';

/** Refusals that show a broken sender or reader: they fail the invocation, so that the event is kept. */
export function keepsEvent(reason: Reason): boolean {
  return reason === 'malformed' || reason === 'not-an-event' || reason === 'no-findings';
}
