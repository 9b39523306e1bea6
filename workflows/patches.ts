/** Ids for `patched`. Running histories contain them: see CONTRIBUTING.md. */
export const PATCHES = {
  peopleKeepIt: '20261130-people-keep-it',
  waitingPlans: '20261130-waiting-plans',
  runtimeChecksAssignments: '20261130-runtime-checks-assignments',
  noTimeByMessages: '20261130-no-time-by-messages',
} as const;
