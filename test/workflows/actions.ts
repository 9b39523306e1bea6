/** What a history costs on Temporal Cloud: https://docs.temporal.io/cloud/actions */
import type { History } from '@temporalio/common/lib/proto-utils.js';

/** Billable actions of one run. Failed starts, queries and refused updates leave no event and are not counted here. */
export function actions(history: History): number {
  let count = 0;
  for (const event of history.events ?? []) {
    if (event.workflowExecutionStartedEventAttributes) count += 1;
    // signalWithStart is one action: its signal is the event right behind the start.
    if (event.workflowExecutionSignaledEventAttributes)
      count += Number(event.eventId) === 2 ? 0 : 1;
    if (event.activityTaskScheduledEventAttributes) count += 1;
    if (event.activityTaskStartedEventAttributes) {
      count += (event.activityTaskStartedEventAttributes.attempt ?? 1) - 1;
    }
    if (event.timerStartedEventAttributes) count += 1;
    // `TemporalChangeVersion`, which the SDK writes beside a patch's marker, is exempt.
    const upserted = event.upsertWorkflowSearchAttributesEventAttributes?.searchAttributes;
    const names = Object.keys(upserted?.indexedFields ?? {});
    count += names.some((name) => name !== 'TemporalChangeVersion') ? 1 : 0;
    if (event.workflowExecutionUpdateAcceptedEventAttributes) count += 1;
    if (event.startChildWorkflowExecutionInitiatedEventAttributes) count += 2;
  }
  return count;
}

/** Events of one run. */
export function events(history: History): number {
  return history.events?.length ?? 0;
}
