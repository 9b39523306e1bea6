import { ACTIONS } from '../../../../controls/actions.ts';
import type { Control } from '../../../../controls/control.ts';
import type { SettingValue } from '../../../../domain/change.ts';
import type { FixAuthor } from '../../../../domain/code-fix.ts';
import type { Severity } from '../../../../domain/finding.ts';
import { UNASSIGNED } from '../../../../domain/ownership.ts';
import type { ProposeFixInput } from '../../../../workflows/activity-types.ts';
import { failure } from '../../../aws/failures.ts';
import type { Scanned } from '../../validate/checkov/validate-and-scan.ts';

/** What a pull request says. Everything but `control` comes from outside and may be any text. */
export interface PullRequestFacts {
  readonly control: ControlFacts;
  readonly resource: ResourceFacts;
  readonly severity: Severity;
  /** The team that owns the resource; null: nobody. */
  readonly owner: string | null;
  /** The block that changes, and its file. */
  readonly block: string;
  readonly path: string;
  readonly change: { readonly added: number; readonly removed: number };
  /** What the second scanner answered. */
  readonly secondScan: string;
  readonly author: FixAuthor;
  /** Counts from 1. */
  readonly attempt: number;
  /** The finding's title, in its product's words. */
  readonly title: string;
  /** All findings of this block and control, the first one first. */
  readonly findings: readonly FindingFacts[];
  readonly workflowId: string;
  /** An address for people; null without one. */
  readonly workflowUrl: string | null;
}

/** Our own words, from the catalogue. */
interface ControlFacts {
  readonly id: string;
  /** `Enable versioning` */
  readonly action: string;
  /** The problem: `S3 bucket keeps no versions` */
  readonly problem: string;
  readonly why: string;
  /** What the resource has when the change is deployed. */
  readonly wanted: readonly SettingValue[];
  /** What the last check of the resource read. */
  readonly found: readonly SettingValue[];
  readonly mayBreak: string;
  /** Seconds from the merge to the first verification. */
  readonly settleSeconds: number;
}

interface ResourceFacts {
  readonly id: string;
  readonly name: string;
  readonly account: string;
  readonly region: string;
}

export interface FindingFacts {
  readonly id: string;
  readonly product: string;
  /** An address for people; null without one. */
  readonly url: string | null;
}

export interface FactDeps {
  readonly controlOf: (id: string) => Control | null;
  /** Address in the Temporal UI; null without one. */
  readonly workflowUrl: (workflowId: string) => string | null;
  /** Address in Security Hub's console; null without one. */
  readonly findingUrl: (findingId: string) => string | null;
}

export function factsOf(
  { controlOf, workflowUrl, findingUrl }: FactDeps,
  { draft, findings, title, severity, problem, workflowId, story }: ProposeFixInput,
  { stats, secondScan }: Scanned,
): PullRequestFacts {
  const { place, author, attempt } = draft;
  const control = controlOf(place.control);
  const action = ACTIONS[place.control];
  if (control === null || action === undefined)
    throw failure('InvalidInput', `There is no control ${place.control} with a fix in code.`);
  const { id, why, settleSeconds, title: problemOf, changes } = control;
  const { wanted, mayBreak } = changes;
  const found = story.row.found?.settings ?? [];
  const { account, region, resource } = problem;
  const owner = story.row.owner?.team ?? UNASSIGNED;
  return {
    control: { id, action, problem: problemOf, why, wanted, found, mayBreak, settleSeconds },
    resource: { id: resource.id, name: resource.name, account, region },
    severity,
    owner: owner === UNASSIGNED ? null : owner,
    block: place.block,
    path: place.path,
    change: { added: stats.added, removed: stats.removed },
    secondScan,
    author,
    attempt,
    title,
    findings: findings.map((one) => ({
      id: one.id,
      product: one.productArn,
      url: findingUrl(one.id),
    })),
    workflowId,
    workflowUrl: workflowUrl(workflowId),
  };
}
