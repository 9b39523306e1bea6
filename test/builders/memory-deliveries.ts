import type { Deliveries, DeliveryState } from '../../activities/ledger/notice/deliveries.ts';

export interface MemoryDeliveries extends Deliveries {
  readonly states: Map<string, DeliveryState>;
  /** Why not, of what was not delivered. */
  readonly failed: Map<string, string>;
}

/** What the ledger does, for tests of what a channel says; `activities/ledger` has its own. */
export function memoryDeliveries(): MemoryDeliveries {
  const empty = { place: null, earlier: [], begun: null, shown: '', told: [], telling: [] };
  const [states, failed, holders] = [
    new Map<string, DeliveryState>(),
    new Map<string, string>(),
    new Map<string, string>(),
  ];
  return {
    states,
    failed,
    take: async ({ workflowId: id, by }) => {
      if (holders.has(id)) return null;
      holders.set(id, by);
      return { state: states.get(id) ?? empty, save: async (next) => void states.set(id, next) };
    },
    release: async ({ workflowId: id }) => {
      holders.delete(id);
      failed.delete(id);
    },
    markFailed: async ({ workflowId: id }, { why }) => {
      holders.delete(id);
      failed.set(id, why);
    },
  };
}
