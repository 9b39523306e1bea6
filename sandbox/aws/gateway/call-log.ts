import { appendFileSync } from 'node:fs';

/** One call as the gateway saw it: as a CloudTrail event would record it. */
export interface CallRecord {
  /** ISO 8601. */
  readonly at: string;
  /** The role's ARN, `arn:aws:iam::<account>:role/<name>`; `anonymous` or `ssm.amazonaws.com` where there is none. */
  readonly principalArn: string;
  readonly session: string;
  readonly account: string;
  readonly region: string;
  /** IAM prefix, for example `s3`. */
  readonly service: string;
  /** API operation, for example `PutPublicAccessBlock`. */
  readonly operation: string;
  /** IAM action, for example `s3:PutBucketPublicAccessBlock`; the first of `actions`. */
  readonly action: string;
  /** All IAM actions the call needs: a DynamoDB transaction needs one per kind of item. */
  readonly actions: readonly string[];
  readonly resource: string;
  /** HTTP status of the answer. */
  readonly status: number;
  readonly errorCode?: string;
  /** `automation:<execution id>` for what a runbook does. */
  readonly via?: string;
  /** A StartAutomationExecution that its client token made a repetition. */
  readonly replayed?: boolean;
}

export interface CallLog {
  readonly records: readonly CallRecord[];
  add(record: CallRecord): void;
  clear(): void;
}

/** Keeps calls in memory and, with `file`, appends each as a JSON line. */
export function createCallLog(file: string | undefined): CallLog {
  const records: CallRecord[] = [];
  return {
    records,
    add: (record) => {
      records.push(record);
      if (file) appendFileSync(file, `${JSON.stringify(record)}\n`);
    },
    clear: () => {
      records.length = 0;
    },
  };
}
