import { compareSeverity } from '../../domain/finding.ts';
import type { Problem, Severity } from '../../domain/finding.ts';
import type { Route } from '../../domain/lifecycle-events.ts';
import type { Rule } from './policies.ts';

/** What the policies say about one problem, as read now. */
export interface Authority {
  readonly problem: Problem;
  readonly severity: Severity;
  /** Null when the table has no row. */
  readonly rule: Rule | null;
  readonly own: boolean;
}

/** Why no machine may act here; null when one may, alone or after an approval. */
export function machineForbidden({ problem, rule, own }: Authority): string | null {
  const { findingType, resource } = problem;
  if (own) return `${resource.name} is one of Closeloop's own resources: people change it`;
  if (rule === null) return `the remediation table has no row for ${findingType}`;
  if (!rule.automated) return `${findingType} is not automated (${rule.source})`;
  if (rule.path === 'human') return `${findingType} is for people (${rule.source})`;
  if (rule.path === 'code') {
    return `${findingType} is fixed in its source code, which Closeloop cannot do yet (${rule.source})`;
  }
  return null;
}

/** Must a person agree first? Only where a write can follow: a plan in shadow mode writes nothing. */
export function needsApproval(rule: Rule, severity: Severity): boolean {
  const { approvalFrom, mode } = rule;
  if (mode === 'shadow' || approvalFrom === null) return false;
  return compareSeverity(severity, approvalFrom) >= 0;
}

/** The route of a problem that a machine may act on. */
export function machineRoute(rule: Rule, severity: Severity): Route {
  const source =
    rule.path === 'both' ? `${rule.source}; its source code stays as it is` : rule.source;
  if (rule.mode === 'shadow') {
    return { to: 'automatic', because: `shadow mode: plan only, nothing is written (${source})` };
  }
  if (needsApproval(rule, severity)) {
    const from = rule.approvalFrom ?? severity;
    return {
      to: 'approval',
      because: `${severity} needs an approval, from ${from} up (${source})`,
    };
  }
  return { to: 'automatic', because: `automated (${source})` };
}
