import { failure } from '../../aws/failures.ts';

/** The ledger's tables, without their prefix. */
export const TABLES = [
  'lifecycles',
  'findings',
  'events',
  'ownership',
  'remediation',
  'settings',
  'caps',
  'exceptions',
  'messages',
  'executions',
  'refusals',
  'proofs',
  'seals',
] as const;
export type Table = (typeof TABLES)[number];
export type TableNames = Readonly<Record<Table, string>>;

/** Full names. Throws `ConfigurationError` for a prefix that DynamoDB would refuse. */
export function tableNames(prefix: string): TableNames {
  if (!/^[A-Za-z0-9_.-]{1,200}$/.test(prefix)) {
    throw failure(
      'ConfigurationError',
      `CLOSELOOP_LEDGER_PREFIX is "${prefix}"; allowed are 1 to 200 letters, digits, "_", "." and "-".`,
    );
  }
  return {
    lifecycles: `${prefix}-lifecycles`,
    findings: `${prefix}-findings`,
    events: `${prefix}-events`,
    ownership: `${prefix}-ownership`,
    remediation: `${prefix}-remediation`,
    settings: `${prefix}-settings`,
    caps: `${prefix}-caps`,
    exceptions: `${prefix}-exceptions`,
    messages: `${prefix}-messages`,
    executions: `${prefix}-executions`,
    refusals: `${prefix}-refusals`,
    proofs: `${prefix}-proofs`,
    seals: `${prefix}-seals`,
  };
}
