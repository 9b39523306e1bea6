/** Ids for `patched`. Running histories contain them: see CONTRIBUTING.md. */
export const PATCHES = {
  peopleKeepIt: '20261130-people-keep-it',
  waitingPlans: '20261130-waiting-plans',
  runtimeChecksAssignments: '20261130-runtime-checks-assignments',
  noTimeByMessages: '20261130-no-time-by-messages',
} as const;

/** The marker from which on a history follows these rules (`RULES` in domain/lifecycle/state.ts). */
export const PATCH_OF_RULES: Readonly<Record<number, string>> = {
  2: PATCHES.peopleKeepIt,
  3: PATCHES.noTimeByMessages,
};
