import type { Resource } from './finding.ts';

/** Exactly what a remediation will do. Two plans are the same when their hashes are. */
export interface Plan {
  readonly control: string;
  readonly account: string;
  readonly region: string;
  readonly resource: Resource;
  readonly document: PlannedDocument;
  /** Automation parameters as SSM takes them: each value a list of strings. */
  readonly parameters: Readonly<Record<string, readonly string[]>>;
  /** The role that Automation assumes in the resource's account. */
  readonly automationRoleArn: string;
  /** Canonical JSON of the settings that the document will change, as read when the plan was made. */
  readonly preState: string;
}

/** An SSM Automation document at a pinned version; `hash` is SSM's, the lower-case hex SHA-256 of its content. */
export interface PlannedDocument {
  readonly name: string;
  readonly version: string;
  readonly hash: string;
}

/** What the workflow carries of a plan: enough to show it, and the hash that an approval names. */
export interface PlanRef {
  /** Lower-case hex SHA-256 of the plan's canonical JSON. */
  readonly hash: string;
  /** One sentence for the approver: document, version, resource. */
  readonly summary: string;
  /** More sentences for the approver, at most 1 KB. Absent in plans from before this existed. */
  readonly detail?: readonly string[];
  /** The ledger holds the whole plan, which people are shown. Absent in plans from before it did. */
  readonly stored?: true;
}

/** JSON with sorted keys and no white space: equal values give equal bytes. Undefined members are left out. */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map((v) => canonicalJson(v)).join(',')}]`;
  if (value === null || typeof value !== 'object') return JSON.stringify(value) ?? 'null';
  const members = Object.entries(value)
    .filter(([, v]) => v !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([k, v]) => `${JSON.stringify(k)}:${canonicalJson(v)}`);
  return `{${members.join(',')}}`;
}
