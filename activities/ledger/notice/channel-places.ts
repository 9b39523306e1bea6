/** Where each notification channel shows a finding, from `<prefix>-messages`: docs/ledger.md. */
import { queryPrefix } from '../dynamodb/queries.ts';
import { text } from '../dynamodb/shapes.ts';
import type { Store } from '../dynamodb/store.ts';
import { CHANNEL_PREFIX, deliveryShape } from './deliveries.ts';
import type { Place } from './deliveries.ts';

export interface ChannelPlace extends Place {
  /** `slack`, `teams`, `tickets`. */
  readonly channel: string;
}

export interface ChannelPlaces {
  /** Of one lifecycle; without channels that have not answered yet. */
  places(workflowId: string): Promise<readonly ChannelPlace[]>;
}

/** Failures as in `ledger.ts`. */
export function dynamoChannelPlaces(store: Store): ChannelPlaces {
  return {
    async places(of) {
      const about = { of, prefix: CHANNEL_PREFIX };
      const items = await queryPrefix(store, 'messages', about, itemShape);
      return items.flatMap(({ item, delivery: { place } }) => {
        const channel = item.slice(CHANNEL_PREFIX.length);
        return place === null ? [] : [{ channel, ...place }];
      });
    },
  };
}

const itemShape = deliveryShape.extend({ item: text });
