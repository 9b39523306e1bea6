/** The code worker's activities over a pull request in memory. */
import type { DraftResult, MergeCheck } from '../../domain/code-fix.ts';
import type { CodeActivities } from '../../workflows/activity-types.ts';
import { attempt, DRAFT, PULL } from '../builders/code-fix.ts';
import { enterActivity } from './fake-activities.ts';
import type { FakeWorld } from './fake-activities.ts';

export interface FakeHost {
  /** The result of each attempt; the last one repeats. */
  drafts: readonly DraftResult[];
  /** What a merge check finds. */
  merge: MergeCheck;
  /** The reason of each withdrawal. */
  withdrawn: string[];
}

const DRAFTED: DraftResult = { status: 'drafted', attempt: attempt(null), draft: DRAFT };

export function fakeHost(changes: Partial<FakeHost> = {}): FakeHost {
  return {
    drafts: [DRAFTED],
    merge: { status: 'open', reason: '' },
    withdrawn: [],
    ...changes,
  };
}

export function fakeCode(world: FakeWorld, host: FakeHost): CodeActivities {
  return {
    async draftFix(input) {
      await enterActivity(world, 'draftFix', input);
      const asked = world.calls.filter((name) => name === 'draftFix').length;
      return host.drafts[Math.min(asked, host.drafts.length) - 1] ?? DRAFTED;
    },
    async proposeFix(input) {
      await enterActivity(world, 'proposeFix', input);
      return { status: 'open', pull: PULL };
    },
    async checkMerge(input) {
      await enterActivity(world, 'checkMerge', input);
      return host.merge;
    },
    async withdrawFix(input) {
      await enterActivity(world, 'withdrawFix', input);
      host.withdrawn.push(input.reason);
      return { status: 'closed' };
    },
  };
}
