/** What a scenario of the demo is, and what the two lists of scenarios share. */
import type { Lifecycle } from '../../activities/ledger/ledger.ts';
import type { BucketState } from '../../controls/case.ts';
import type { Severity } from '../../domain/finding.ts';
import type { Phase } from '../../domain/lifecycle/state.ts';
import type { ModelFault } from '../aws/bedrock/scripted-model.ts';

export const PAYMENTS = '111122223333';
export const DATA = '444455556666';

export interface Scenario {
  /** What it shows, for the table. */
  readonly shows: string;
  readonly account: string;
  readonly region: string;
  readonly bucket: string;
  readonly tags: Readonly<Record<string, string>>;
  /** Null for a finding about something that is no bucket. */
  readonly state: BucketState | null;
  readonly reports: readonly Report[];
  readonly expected: Expected;
  /** The file that makes the bucket. */
  readonly source?: Source;
  /** What people do meanwhile, in this order. */
  readonly acts?: readonly Act[];
}

export interface Source {
  readonly path: string;
  readonly text: string;
  /** The CloudFormation stack that makes the resource from the file; absent: the resource's tags name the file. */
  readonly stack?: string;
  /** How the model's first answers about this file are wrong. */
  readonly modelFaults?: readonly ModelFault[];
  /** Absent: the repository in which models write everything (`control_writes` of `policies/repositories.yaml`). */
  readonly repository?: string;
  /** Who wrote the merged fix; absent: a model. */
  readonly writtenBy?: 'control';
}

/** Done once, when the lifecycle has that status and, with `level`, asks that escalation level. */
export type Act = { readonly in: Phase['name']; readonly level?: RegExp } & (
  | Decide
  /** A person presses a button of the finding's message in the chat. */
  | { readonly does: 'press'; readonly as: string; readonly button: 'closeloop-approve' }
  /** Somebody undoes the fix, and Security Hub, which had seen the fix, reports the problem again. */
  | { readonly does: 'undo' }
  | Merge
  /** Nothing: the demo waits until the story shows this status. */
  | { readonly does: 'wait' }
);

/** A person decides with the console. */
export interface Decide {
  readonly does: 'decide';
  readonly as: string;
  /** Arguments of `closeloop findings`, as the person types them. */
  readonly command: (lifecycle: Pick<Lifecycle, 'workflowId' | 'planHash'>) => readonly string[];
  /** Adds `--until`: so many seconds after the command is sent. */
  readonly untilSeconds?: number;
}

/** A person merges the pull request once these others wait for it too; the pipeline applies what was merged. */
interface Merge {
  readonly does: 'merge';
  readonly as: string;
  readonly together: readonly string[];
  /** Prints the pull request's text; otherwise only its address. */
  readonly shows?: boolean;
}

/** One finding, by the product that sends it. */
export interface Report {
  readonly by: 'security-hub' | 'prowler' | 'guardduty';
  /** Security Hub control id, or the finding type of the other products. */
  readonly id: string;
  readonly title: string;
  readonly severity: Severity;
}

export interface Expected {
  readonly state: 'CLOSED' | 'HUMAN_REVIEW' | 'ACCEPTED';
  readonly destiny: 'Fixed' | 'Accepted' | null;
}

export const fixed: Expected = { state: 'CLOSED', destiny: 'Fixed' };
export const humanReview: Expected = { state: 'HUMAN_REVIEW', destiny: null };

export const payments = {
  account: PAYMENTS,
  region: 'eu-west-1',
  tags: { Team: 'payments', Environment: 'production' },
} as const;

/** A person merges the pull request as soon as it waits for a merge. */
export const merge = { in: 'AWAITING_MERGE', does: 'merge', as: 'barbara', together: [] } as const;

/** A bucket in a Terraform file of its own, which the bucket's tags name. */
export function terraform(bucket: string, modelFaults: readonly ModelFault[] = []) {
  const path = `infra/${bucket}.tf`;
  const name = bucket.replaceAll('-', '_');
  const text = `resource "aws_s3_bucket" "${name}" {\n  bucket = "${bucket}"\n}\n`;
  return { tags: { ...payments.tags, ...inFile(path) }, source: { path, text, modelFaults } };
}

/** The tags that name a file of the payments team. */
export function inFile(path: string): Readonly<Record<string, string>> {
  return { 'closeloop:repository': 'acme/payments-infra', 'closeloop:path': path };
}
