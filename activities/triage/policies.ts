import type { Problem, Severity } from '../../domain/finding.ts';
import type { Route } from '../../domain/lifecycle-events.ts';
import type { Deadlines } from '../../policies/deadlines.ts';
import type { OwnershipTable } from '../../policies/ownership.ts';
import { modeFor, routeFor } from '../../policies/remediation.ts';
import type { Mode, RemediationRow } from '../../policies/remediation.ts';
import { asking } from '../aws/failures.ts';

/** What people have decided beforehand: tables read at the moment they are needed, and what a worker was started with. */
export interface Policies {
  readonly tables: {
    ownership(): Promise<OwnershipTable>;
    /** Null when there is no row for the type. */
    remediation(type: string): Promise<RemediationRow | null>;
  };
  readonly deadlines: Deadlines;
  /** `CLOSELOOP_SETTLE_SECONDS`: the sandbox shortens every settle wait to this, openly. */
  readonly settleSeconds: number | null;
  /** Is it something Closeloop itself runs on? `resourceId` is the canonical ARN. */
  readonly isOwnResource: (resourceId: string) => boolean;
}

/** Who may act now, and whether a write may follow at all. */
export interface Authority {
  readonly route: Route;
  readonly mode: Mode;
}

/** Reads the remediation table: triage and the runtime worker both ask, the latter just before it writes. */
export async function readAuthority(
  { tables, isOwnResource }: Policies,
  { findingType, account, resource }: Problem,
  severity: Severity,
): Promise<Authority> {
  const row = await asking('the remediation table', () => tables.remediation(findingType));
  const mode = modeFor(row, account);
  if (!isOwnResource(resource.id)) return { route: routeFor(row, severity, account), mode };
  const because = `${resource.name} is one of Closeloop's own resources: only people change it`;
  return { route: { to: 'people', because }, mode };
}
