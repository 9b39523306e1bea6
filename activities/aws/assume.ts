/** The only place that turns a role's name into credentials. */
import type { STS } from '@aws-sdk/client-sts';
import { ApplicationFailure } from '@temporalio/common';

import { withRetries } from '../../controls/retry.ts';
import { failure, mapAwsError } from './failures.ts';

export type AccountRole = 'closeloop-verify' | 'closeloop-remediate';

/** The role to assume, and the session name that CloudTrail in the account shows. */
export interface Entry {
  /** `aws`, `aws-cn`, `aws-us-gov`: that of the resource, because no role reaches across partitions. */
  readonly partition: string;
  readonly account: string;
  readonly role: AccountRole;
  /** At most 64 characters of `[\w+=,.@-]`, see `sessionName`. */
  readonly session: string;
}

export interface AssumedCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
  readonly expiration: Date;
}

export interface AssumeOptions {
  readonly sts: STS;
  /** The principal that assumes the role, for error texts. */
  readonly principal: string;
  readonly externalId: string | null;
  readonly now: () => Date;
}

/**
 * Credentials of a role in an account, cached until shortly before they expire. Cached per session, so that
 * CloudTrail never shows one lifecycle's name on another's calls.
 * Throws `RoleNotAssumable` naming role, account and the answer of STS; `Throttled` and `Unavailable` after three tries.
 */
export function roleAssumer(options: AssumeOptions): (entry: Entry) => Promise<AssumedCredentials> {
  const kept = new Map<string, AssumedCredentials>();
  return async (entry) => {
    const key = JSON.stringify([entry.partition, entry.account, entry.role, entry.session]);
    const soon = options.now().getTime() + RENEW_BEFORE;
    for (const [k, { expiration }] of kept) if (expiration.getTime() <= soon) kept.delete(k);
    const fresh = kept.get(key) ?? (await assume(options, entry));
    kept.set(key, fresh);
    return fresh;
  };
}

/** Short: a check takes seconds, and a longer remediation renews. */
const SESSION_SECONDS = 900;
const RENEW_BEFORE = 5 * 60 * 1000;

export function roleArn(
  { partition, account }: Pick<Entry, 'partition' | 'account'>,
  role: string,
) {
  return `arn:${partition}:iam::${account}:role/${role}`;
}

/**
 * A lifecycle's workflow id as STS takes a session name: other characters become `-`, and of a longer one
 * the readable beginning and the hash at its end are kept.
 * https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html
 */
export function sessionName(workflowId: string): string {
  const safe = workflowId.replaceAll(/[^\w+=,.@-]/g, '-').padEnd(2, '-');
  return safe.length <= 64 ? safe : `${safe.slice(0, 53)}-${safe.slice(-10)}`;
}

async function assume(options: AssumeOptions, entry: Entry): Promise<AssumedCredentials> {
  const { account, role, session } = entry;
  if (!/^\d{12}$/.test(account)) {
    throw failure('RoleNotAssumable', `Cannot assume ${role}: the account is ${account}.`);
  }
  const input = {
    RoleArn: roleArn(entry, role),
    RoleSessionName: session,
    DurationSeconds: SESSION_SECONDS,
    ...(options.externalId !== null && { ExternalId: options.externalId }),
  };
  try {
    const { Credentials } = await withRetries(() => options.sts.assumeRole(input));
    const { AccessKeyId, SecretAccessKey, SessionToken, Expiration } = Credentials ?? {};
    if (AccessKeyId && SecretAccessKey && SessionToken && Expiration) {
      return {
        accessKeyId: AccessKeyId,
        secretAccessKey: SecretAccessKey,
        sessionToken: SessionToken,
        expiration: Expiration,
      };
    }
  } catch (error) {
    throw notAssumable(options, entry, error);
  }
  throw failure('SchemaMismatch', `sts:AssumeRole of ${input.RoleArn} answered no credentials.`);
}

/** A refusal needs the account's owner and is not retried; temporary errors stay retryable. */
function notAssumable({ principal }: AssumeOptions, entry: Entry, error: unknown): unknown {
  const what = `sts:AssumeRole of ${entry.role} in account ${entry.account} as ${principal}`;
  const failed = mapAwsError(error, what);
  if (!(failed instanceof ApplicationFailure)) return failed;
  const refused = ['AccessDenied', 'InvalidInput', 'ResourceNotFound'].includes(failed.type ?? '');
  if (!refused) return failed;
  const answer = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  const message = `${principal} cannot assume ${entry.role} in account ${entry.account}. STS answered ${answer}. Check that the role exists there and trusts ${principal} with this external id.`;
  return failure('RoleNotAssumable', message, { cause: error });
}
