import type { Severity } from '../../../../domain/finding.ts';

/** What a pull request tells. Everything but `control` is of others and may say anything. */
export interface PullRequestFacts {
  readonly control: ControlFacts;
  /** The block that changes, and where. */
  readonly block: string;
  readonly path: string;
  /** All findings about this block and control, the first one that asked. */
  readonly findings: readonly FindingFacts[];
  readonly author: FixAuthor;
  readonly change: { readonly added: number; readonly removed: number };
  /** What the second scanner made of it. */
  readonly secondScan: string;
}

/** Our own words, from the catalogue. */
interface ControlFacts {
  readonly id: string;
  /** What is demanded, for example `S3 buckets are not public`. */
  readonly title: string;
  readonly why: string;
  /** How the live resource is looked at afterwards. */
  readonly verification: string;
}

export interface FindingFacts {
  readonly id: string;
  readonly title: string;
  readonly severity: Severity;
  readonly product: string;
  readonly resource: string;
  readonly account: string;
  readonly region: string;
  /** Addresses for people; null where there is none. */
  readonly findingUrl: string | null;
  readonly workflowUrl: string | null;
  readonly workflowId: string;
}

type FixAuthor =
  | {
      readonly kind: 'model';
      readonly model: string;
      readonly prompt: string;
      /** Counts from 1. */
      readonly attempt: number;
    }
  | { readonly kind: 'control' };
