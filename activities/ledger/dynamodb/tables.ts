/** The ledger's tables as data, for `createTables`, the tests and infra. docs/ledger.md says why they are so. */
import { TABLES } from './table-names.ts';
import type { Table } from './table-names.ts';

export interface TableDefinition {
  readonly table: Table;
  /** All keys are strings. */
  readonly key: Key;
  readonly indexes: readonly IndexDefinition[];
  readonly pointInTimeRecovery: true;
  /** The attribute (epoch seconds) after which DynamoDB may remove an item; null: items stay for ever. */
  readonly expiry: string | null;
}

interface IndexDefinition {
  readonly name: string;
  readonly key: Key;
  readonly projection: 'ALL' | 'KEYS_ONLY';
}

/** Names of the partition key's and the sort key's attribute. */
export interface Key {
  readonly partition: string;
  readonly sort: string | null;
}

/** Lists: newest change first. */
export const BY_PHASE_CHANGED = 'by-phase-changed';
/** The sweep: what is due. */
export const BY_PHASE_DUE = 'by-phase-due';

const PHASE_INDEXES: readonly IndexDefinition[] = [
  { name: BY_PHASE_CHANGED, key: { partition: 'phase', sort: 'updatedAt' }, projection: 'ALL' },
  { name: BY_PHASE_DUE, key: { partition: 'phase', sort: 'due' }, projection: 'KEYS_ONLY' },
];

/** Sparse: only what somebody has not been told yet has the attribute `waiting`. */
export const BY_WAITING = 'by-waiting';
const WAITING_INDEXES: readonly IndexDefinition[] = [
  { name: BY_WAITING, key: { partition: 'waiting', sort: 'since' }, projection: 'KEYS_ONLY' },
];

/** Counters of past hours, and messages that were told long ago. */
const EXPIRING: readonly Table[] = ['caps', 'messages'];

export const TABLE_DEFINITIONS: readonly TableDefinition[] = TABLES.map((table) => ({
  table,
  ...keysOf(table),
  pointInTimeRecovery: true,
  expiry: EXPIRING.includes(table) ? 'expiresAt' : null,
}));

function keysOf(table: Table): Pick<TableDefinition, 'key' | 'indexes'> {
  switch (table) {
    case 'lifecycles':
      return { key: { partition: 'workflowId', sort: null }, indexes: PHASE_INDEXES };
    case 'findings':
      return { key: { partition: 'findingId', sort: 'productArn' }, indexes: [] };
    case 'events':
      return { key: { partition: 'workflowId', sort: 'sequence' }, indexes: [] };
    case 'ownership':
      return { key: { partition: 'entry', sort: null }, indexes: [] };
    case 'remediation':
      return { key: { partition: 'type', sort: null }, indexes: [] };
    case 'settings':
      return { key: { partition: 'name', sort: null }, indexes: [] };
    case 'caps':
      return { key: { partition: 'counter', sort: null }, indexes: [] };
    case 'exceptions':
      return { key: { partition: 'control', sort: 'id' }, indexes: [] };
    case 'messages':
      return { key: { partition: 'workflowId', sort: 'item' }, indexes: WAITING_INDEXES };
  }
}
