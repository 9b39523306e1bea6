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

const KEYS: Readonly<Record<Table, Key>> = {
  lifecycles: { partition: 'workflowId', sort: null },
  findings: { partition: 'findingId', sort: 'productArn' },
  events: { partition: 'workflowId', sort: 'sequence' },
  ownership: { partition: 'entry', sort: null },
  remediation: { partition: 'type', sort: null },
  settings: { partition: 'name', sort: null },
  caps: { partition: 'counter', sort: null },
  exceptions: { partition: 'control', sort: 'id' },
  messages: { partition: 'workflowId', sort: 'item' },
  executions: { partition: 'workflowId', sort: 'item' },
  refusals: { partition: 'workflowId', sort: 'item' },
  proofs: { partition: 'workflowId', sort: 'item' },
  seals: { partition: 'workflowId', sort: 'item' },
};

const INDEXES: Partial<Record<Table, readonly IndexDefinition[]>> = {
  lifecycles: PHASE_INDEXES,
  messages: WAITING_INDEXES,
};

export const TABLE_DEFINITIONS: readonly TableDefinition[] = TABLES.map((table) => ({
  table,
  key: keyOf(table),
  indexes: INDEXES[table] ?? [],
  pointInTimeRecovery: true,
  expiry: EXPIRING.includes(table) ? 'expiresAt' : null,
}));

/** The names of a table's key attributes. */
export function keyOf(table: Table): Key {
  return KEYS[table];
}
