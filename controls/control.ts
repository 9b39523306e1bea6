/** A control: how to verify, fix and undo one problem. See CONTRIBUTING.md, "Add a control". */
import type { KMS } from '@aws-sdk/client-kms';
import type { S3 } from '@aws-sdk/client-s3';
import type { STS } from '@aws-sdk/client-sts';

import type { Problem } from '../domain/finding.ts';
import type { Verdict } from '../domain/verdict.ts';
import type { Changes } from './changes.ts';
import type { Pause } from './retry.ts';

export interface Control {
  /** `Service.Problem`; also the folder's name. */
  readonly id: string;
  readonly title: string;
  /** Why it matters, one paragraph for owners and approvers. */
  readonly why: string;
  /** ASFF resource type, for example `AwsS3Bucket`. */
  readonly resourceType: string;
  readonly covers: Covers;
  /** Can the runbook be undone from the recorded pre-state? */
  readonly reversible: boolean;
  /** Seconds to wait before the first verification; 30 to 1800. */
  readonly settleSeconds: number;
  readonly permissions: Permissions;
  readonly runbook: Runbook;
  /**
   * Reads the resource once and judges it. An error from AWS is not thrown: the verdict is then `unknown`. `pause`
   * waits between retries; only tests pass one.
   */
  readonly verify: Verify;
  /** What its documents change, setting by setting: `live-change.ts` in its folder. */
  readonly changes: Changes;
}

export type Verify = (problem: Problem, read: ReadClients, pause?: Pause) => Promise<CheckResult>;

/** Which reports mean this problem. Each entry has a case in `cases.ts`. */
export interface Covers {
  /** Security Hub control ids, `Compliance.SecurityControlId`. */
  readonly securityHub: readonly string[];
  /** AWS Config managed rule identifiers, lower case with dashes as findings name them. */
  readonly configRules: readonly string[];
  /** Macie `Policy:` types, GuardDuty policy types, Access Analyzer types, as ASFF carries them. Compared by `controlByFindingType`. */
  readonly findingTypes: readonly string[];
  /** Titles of products that have no ids; only for allow-listed ProductArns. Compared without case, blanks folded. */
  readonly titles: readonly CoveredTitle[];
  /**
   * Prowler's check ids, which its `GeneratorId` carries. Prowler 2 had numbers, each with other spellings
   * (`CHECK_ALTERNATE_…`) that a caller could use and that it then reported:
   * https://github.com/prowler-cloud/prowler/tree/2.12.1/checks
   */
  readonly prowler: readonly string[];
  readonly checkov: readonly string[];
}

interface CoveredTitle {
  /** The last two parts of the ProductArn, for example `prowler/prowler`. */
  readonly product: string;
  readonly title: string;
}

/** IAM actions; roles, the sandbox's enforcement and the docs are generated from these. */
interface Permissions {
  /** Of `closeloop-verify`; reads only. */
  readonly verify: readonly string[];
  /** Of `closeloop-automation`, which Automation assumes. */
  readonly automation: readonly string[];
}

export interface Runbook {
  /** `aws`: a document that AWS owns. `closeloop`: a document in the control's folder, created in each account. */
  readonly owner: 'aws' | 'closeloop';
  readonly documentName: string;
  /** Of our document, the version that is created and started. Which version of AWS's is started: policies/documents.yaml. */
  readonly documentVersion: string;
  /** Path of our document's YAML relative to the control's folder; null for AWS-owned ones. */
  readonly file: string | null;
  /**
   * Automation parameters; `role` is the ARN of the automation role in the resource's account, `settings` is from the check
   * just before (`CheckResult.settings`). The names of the parameters do not depend on any of them.
   */
  readonly parameters: (problem: Problem, role: string, settings?: unknown) => AutomationParameters;
  /** How to restore the recorded pre-state; present exactly for reversible controls. */
  readonly undo?: Undo;
}

/** Our own document that restores the pre-state a plan recorded (`CheckResult.settings`). */
export interface Undo {
  readonly documentName: string;
  readonly documentVersion: string;
  /** Path of the document's YAML relative to the control's folder. */
  readonly file: string;
  /** Automation parameters from the recorded settings. Throws an Error that says what is missing in them. */
  readonly parameters: (problem: Problem, role: string, settings: unknown) => AutomationParameters;
}

/** Values by the parameter's name, as StartAutomationExecution takes them. */
export type AutomationParameters = Readonly<Record<string, readonly string[]>>;

/** Clients under the read-only role in the resource's account and region. */
export interface ReadClients {
  readonly kms: KMS;
  readonly s3: S3;
  readonly sts: STS;
}

/** What one check of the resource found. */
export interface CheckResult {
  readonly verdict: Verdict;
  /** One sentence for people. */
  readonly summary: string;
  /** Set exactly when the verdict is `unknown`. */
  readonly error: string | null;
  /** Raw responses and errors by operation, for the evidence; redacted before they are stored. */
  readonly responses: Readonly<Record<string, unknown>>;
  /** The settings a remediation would change, for the plan's pre-state; null when they could not be read. */
  readonly settings: Readonly<Record<string, unknown>> | null;
}
