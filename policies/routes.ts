/** The EventBridge rules that bring findings to the starter, derived from the remediation table and the controls. */
import { SEVERITIES } from '../domain/finding.ts';
import type { Severity } from '../domain/finding.ts';
import type { RemediationRow } from './remediation.ts';

/** What a route depends on: a control's Security Hub ids and its row in the remediation table. */
export interface RoutedType {
  /** `Compliance.SecurityControlId` values. */
  readonly securityHub: readonly string[];
  /** May a machine act at all? */
  readonly automated: boolean;
  /** People approve from this severity up; null: never. */
  readonly approvalFrom: Severity | null;
}

/** Each control with its row; a control without one goes to human review, as in triage. */
export function routedTypes(
  rows: readonly Pick<RemediationRow, 'type' | 'automated' | 'path' | 'approvalFrom'>[],
  controls: readonly {
    readonly id: string;
    readonly covers: { readonly securityHub: readonly string[] };
  }[],
): readonly RoutedType[] {
  return controls.map(({ id, covers }) => {
    const row = rows.find(({ type }) => type === id);
    return {
      securityHub: covers.securityHub,
      automated: row !== undefined && row.automated && row.path !== 'human',
      approvalFrom: row?.approvalFrom ?? null,
    };
  });
}

const ROUTES = ['auto-remediable', 'requires-approval', 'human-only', 'default'] as const;
type Route = (typeof ROUTES)[number];

export interface RouteRule {
  /** `closeloop-<route>`, with a number where one pattern would be too long. */
  readonly name: string;
  readonly route: Route;
  readonly description: string;
  /** JSON, at most `MOST_CHARACTERS`. */
  readonly pattern: string;
}

/** EventBridge's limit on an event pattern: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-quota.html */
export const MOST_CHARACTERS = 2048;

/** A rule's name is one of ours, also one that is no longer wanted. */
export function isRouteName(name: string): boolean {
  return /^closeloop-(auto-remediable|requires-approval|human-only|default)(-\d+)?$/.test(name);
}

/**
 * One rule per route; together they match every finding. A finding of one event meets one rule: open reports of
 * known types their own, everything else (other types and products, RESOLVED, PASSED, ARCHIVED, custom actions) the
 * default. No rule filters on Workflow NEW alone: NOTIFIED by others does not mean handled.
 */
export function routeRules(types: readonly RoutedType[]): readonly RouteRule[] {
  const known = types.flatMap(({ securityHub }) => securityHub);
  const specific = ROUTES.flatMap((route) => (route === 'default' ? [] : rulesOf(route, types)));
  return [...specific, defaultRule(known)];
}

/** Which route a type takes at a severity. */
function routeAt({ automated, approvalFrom }: RoutedType, severity: Severity): Route {
  if (!automated) return 'human-only';
  const approves =
    approvalFrom !== null && SEVERITIES.indexOf(severity) >= SEVERITIES.indexOf(approvalFrom);
  return approves ? 'requires-approval' : 'auto-remediable';
}

interface Group {
  readonly ids: readonly string[];
  readonly labels: readonly Severity[];
}

/** The ids of a route, together where they take it at the same severities. */
function groupsOf(route: Route, types: readonly RoutedType[]): readonly Group[] {
  const groups = new Map<string, { ids: string[]; labels: readonly Severity[] }>();
  for (const type of types) {
    const labels = SEVERITIES.filter((severity) => routeAt(type, severity) === route);
    if (labels.length === 0) continue;
    const group = groups.get(labels.join()) ?? { ids: [], labels };
    group.ids.push(...type.securityHub);
    groups.set(labels.join(), group);
  }
  return [...groups.values()];
}

function rulesOf(route: Route, types: readonly RoutedType[]): readonly RouteRule[] {
  const groups = groupsOf(route, types);
  // A route that no type takes keeps a rule that matches nothing, so that a person who looks for it finds it.
  const all = fitting(groups.length > 0 ? groups : [{ ids: ['none'], labels: SEVERITIES }]);
  return all.map((pattern, at) => ({
    name: at === 0 ? `closeloop-${route}` : `closeloop-${route}-${at + 1}`,
    route,
    description: DESCRIPTIONS[route],
    pattern,
  }));
}

/** One pattern for all groups, or several when it would be too long. */
function fitting(groups: readonly Group[]): readonly string[] {
  const pattern = openReports(groups);
  if (pattern.length <= MOST_CHARACTERS) return [pattern];
  const [first, ...others] = groups;
  if (first === undefined) return [];
  if (others.length > 0) return [...fitting([first]), ...fitting(others)];
  const half = Math.ceil(first.ids.length / 2);
  const halves = [first.ids.slice(0, half), first.ids.slice(half)];
  return halves.flatMap((ids) => fitting([{ ...first, ids }]));
}

const IMPORTED = 'Security Hub Findings - Imported';
const ACTION = 'Security Hub Findings - Custom Action';
const OPEN = {
  RecordState: ['ACTIVE'],
  Workflow: ['NEW', 'NOTIFIED'],
  Compliance: ['FAILED', 'WARNING'],
} as const;

function openReports(groups: readonly Group[]): string {
  const [only, ...others] = groups.map(({ ids, labels }) => ({
    Compliance: { SecurityControlId: ids, Status: OPEN.Compliance },
    Severity: { Label: labels },
  }));
  const types = others.length === 0 ? only : { $or: [only, ...others] };
  return JSON.stringify({
    source: ['aws.securityhub'],
    'detail-type': [IMPORTED],
    detail: {
      findings: { RecordState: OPEN.RecordState, Workflow: { Status: OPEN.Workflow }, ...types },
    },
  });
}

/** Matches what no other rule matches: the opposite of each of their conditions. */
function defaultRule(known: readonly string[]): RouteRule {
  const otherwise = [
    { RecordState: except(OPEN.RecordState) },
    { Workflow: { Status: except(OPEN.Workflow) } },
    { Compliance: { Status: except(OPEN.Compliance) } },
    { Compliance: { SecurityControlId: except(known) } },
    { Severity: { Label: except(SEVERITIES) } },
  ];
  const imported = otherwise.map((findings) => ({
    'detail-type': [IMPORTED],
    detail: { findings },
  }));
  const narrow = JSON.stringify({
    source: ['aws.securityhub'],
    $or: [{ 'detail-type': [ACTION] }, ...imported],
  });
  // Too many ids to exclude: then this rule matches everything. An event that two rules match still starts one lifecycle.
  const wide = JSON.stringify({ source: ['aws.securityhub'], 'detail-type': [IMPORTED, ACTION] });
  return {
    name: 'closeloop-default',
    route: 'default',
    description: DESCRIPTIONS.default,
    pattern: narrow.length <= MOST_CHARACTERS && known.length > 0 ? narrow : wide,
  };
}

/** Any other value, or none. */
function except(values: readonly string[]): readonly unknown[] {
  return [{ 'anything-but': values }, { exists: false }];
}

const DESCRIPTIONS: Readonly<Record<Route, string>> = {
  'auto-remediable': 'Closeloop: findings that are fixed without an approval',
  'requires-approval': 'Closeloop: findings that are fixed after an approval',
  'human-only': 'Closeloop: findings that only people act on',
  default:
    'Closeloop: all other findings of every severity, RESOLVED, PASSED, ARCHIVED and custom actions',
};
