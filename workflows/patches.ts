/** Ids for `patched`. Running histories contain them: see CONTRIBUTING.md. */
export const PATCHES = { peopleKeepIt: '20261130-people-keep-it' } as const;
