/** The kill switch as closeloop-runtime keeps it, in memory. */
import type { SwitchDeps } from '../../activities/kill-switch/change-switch.ts';
import type { SwitchNews } from '../../activities/kill-switch/message.ts';
import type { RememberedSwitch } from '../../activities/ledger/policy/settings.ts';

type Parts = Pick<SwitchDeps, 'killSwitch' | 'remembered' | 'remember' | 'tell'>;

/** Nothing is stopped. */
export function fakeSwitch(): Parts & { readonly told: SwitchNews[] } {
  let now: RememberedSwitch = { revision: 0, stops: [], released: [], request: null, last: null };
  const told: SwitchNews[] = [];
  return {
    told,
    killSwitch: async () => ({ on: false, by: 'nobody', why: 'it was never used' }),
    remembered: async () => now,
    remember: async (was, next) => {
      now = { ...next, revision: was.revision + 1 };
    },
    tell: async (news) => {
      told.push(news);
      return null;
    },
  };
}
