import type { SwitchDeps } from '../activities/kill-switch/change-switch.ts';
import { publishSwitch, switchMessage } from '../activities/kill-switch/message.ts';
import type { Store } from '../activities/ledger/dynamodb/store.ts';
import type { PolicyTables } from '../activities/ledger/policy/policy-tables.ts';
import {
  killSwitch,
  rememberedSwitch,
  rememberSwitch,
} from '../activities/ledger/policy/settings.ts';
import type { Publisher } from '../activities/notify/topic.ts';

export interface SwitchFrom extends Pick<Publisher, 'sns'> {
  readonly store: Store;
  /** Null where nobody is notified. */
  readonly topicArn: string | null;
  readonly tables: Pick<PolicyTables, 'ownership'>;
}

/** How the runtime worker keeps the kill switch, and tells of it. */
export function killSwitchParts({
  store,
  topicArn,
  sns,
  tables,
}: SwitchFrom): Pick<SwitchDeps, 'killSwitch' | 'remembered' | 'remember' | 'tell'> {
  return {
    killSwitch: () => killSwitch(store),
    remembered: () => rememberedSwitch(store),
    remember: (was, next) => rememberSwitch(store, was, next),
    tell: async (news) => {
      if (topicArn === null) return 'no topic is configured';
      await publishSwitch({ sns, topicArn }, switchMessage(news, await tables.ownership()));
      return null;
    },
  };
}
