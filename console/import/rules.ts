/** Automation rules that suppress: in effect scoped exceptions, without an end and without a second person. */
import type { AutomationRulesConfig, StringFilter } from '@aws-sdk/client-securityhub';

import { CATALOGUE } from '../../starter/identity/catalogue.ts';
import { commandLine } from '../cli/command-line.ts';
import { suppressedFindings, suppressingRules } from './suppressed.ts';
import type { HubReader } from './suppressed.ts';

export type RuleRow = Readonly<Awaited<ReturnType<typeof rowOf>>>;

/** Only reads: to change or delete a rule needs a decision. */
export async function ruleRows(hub: HubReader): Promise<readonly RuleRow[]> {
  const rows: RuleRow[] = [];
  for (const rule of await suppressingRules(hub)) rows.push(await rowOf(hub, rule));
  return rows;
}

type Criteria = NonNullable<AutomationRulesConfig['Criteria']>;

/**
 * `held` is how many SUPPRESSED findings match the rule today, null where Security Hub cannot be asked so; `instead` is
 * the command that requests a scoped exception instead, where the rule's criteria are a scope.
 */
async function rowOf(hub: HubReader, rule: AutomationRulesConfig) {
  const { RuleArn: arn = '', RuleName: name = '', RuleStatus: status = '', Criteria = {} } = rule;
  const unknown = Object.keys(Criteria).filter((key) => NOT_IN_GET_FINDINGS.includes(key));
  const known = { arn, name, status, criteria: inWords(Criteria), instead: scopeOf(Criteria) };
  if (unknown.length > 0) {
    const heldBecause = `GetFindings cannot be asked by ${unknown.join(', ')}`;
    return { ...known, held: null, heldBecause };
  }
  let held = 0;
  for await (const _finding of suppressedFindings(hub, Criteria)) held += 1;
  return { ...known, held, heldBecause: null };
}

/** GetFindings has no such filters: the client would drop them, and the count would be too high. */
const NOT_IN_GET_FINDINGS: readonly string[] = [
  'ResourceProvider',
  'ResourceOwnerAccountId',
  'ResourceOwnerOrgId',
];

/** `ResourceTags.Environment EQUALS dev and AwsAccountId EQUALS 111122223333 or 444455556666`. */
function inWords(criteria: Criteria): string {
  const parts = Object.entries(criteria).map(([name, conditions]) => {
    const values = [...conditions].map((one) => condition(Object.entries(one)));
    return `${name} ${values.join(' or ')}`;
  });
  return parts.join(' and ') || 'every finding';
}

function condition(members: readonly (readonly [string, unknown])[]): string {
  return members
    .toSorted(([a], [b]) => ORDER.indexOf(a) - ORDER.indexOf(b))
    .map(([, value]) => (typeof value === 'string' ? value : JSON.stringify(value)))
    .join(' ');
}

const ORDER = ['Key', 'Comparison', 'Value'];

/** A rule about one Security Hub control in one account is a scope, where one of our controls covers it. */
function scopeOf(criteria: Criteria): string | null {
  const id = only(criteria.ComplianceSecurityControlId);
  const account = only(criteria.AwsAccountId);
  const control = id === null ? null : CATALOGUE.bySecurityHubId(id);
  if (control === null || account === null) return null;
  const words = ['--control', control.id, '--account', account, '--until', '60d'];
  return commandLine('exceptions', 'ask', ...words, '--why', 'your reason');
}

function only(conditions: readonly StringFilter[] | undefined): string | null {
  const [one, ...more] = conditions ?? [];
  return more.length === 0 && one?.Comparison === 'EQUALS' ? (one.Value ?? null) : null;
}
