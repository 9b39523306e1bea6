import { createHash } from 'node:crypto';

import type { Control, Undo } from '../../controls/control.ts';
import { partitionOfResource } from '../../domain/arn.ts';
import type { Problem } from '../../domain/finding.ts';
import { canonicalJson } from '../../domain/plan.ts';
import type { Plan, PlannedDocument, PlanRef } from '../../domain/plan.ts';
import { roleArn } from '../aws/assume.ts';
import { planDetail } from './plan-detail.ts';

export interface Planned {
  readonly plan: Plan;
  readonly ref: PlanRef;
}

/** What a plan is made of. Triage and remediation give the same parts the same hash. */
export interface PlanParts {
  readonly control: Control;
  readonly problem: Problem;
  readonly document: PlannedDocument;
  /** `CheckResult.settings` as just read. */
  readonly settings: Readonly<Record<string, unknown>>;
}

/** Exactly what a remediation will do now. Pure. */
export function makePlan(parts: PlanParts): Planned {
  const { control, problem, settings } = parts;
  return planned(parts, control.runbook.parameters(problem, automationRole(problem), settings));
}

/** What an undo is made of: `settings` are those of now, `found` those that our write found. */
export interface UndoParts extends PlanParts {
  readonly found: string;
  readonly undo: Undo;
}

/** Exactly what an undo of our write will do now. Pure; throws an Error where the found settings lack something. */
export function makeUndoPlan({ found, undo, ...parts }: UndoParts): Planned {
  const { problem } = parts;
  const settings: unknown = JSON.parse(found);
  return planned(parts, undo.parameters(problem, automationRole(problem), settings));
}

function automationRole({ account, resource }: Problem): string {
  return roleArn({ account, partition: partitionOfResource(resource.id) }, 'closeloop-automation');
}

function planned(
  { control, problem, document, settings }: PlanParts,
  parameters: Plan['parameters'],
): Planned {
  const { account, region, resource } = problem;
  const automationRoleArn = automationRole(problem);
  const plan = {
    control: control.id,
    account,
    region,
    resource,
    document,
    parameters,
    automationRoleArn,
    preState: canonicalJson(settings),
  };
  const hash = planHash(canonicalJson(plan));
  const summary = `${document.name} version ${document.version} on ${resource.name} (${account}, ${region})`;
  return { plan, ref: { hash, summary, detail: planDetail(plan, control) } };
}

/** What an approval names: SHA-256, in hex, of the plan's canonical JSON. */
export function planHash(canonical: string): string {
  return createHash('sha256').update(canonical).digest('hex');
}
