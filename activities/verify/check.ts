import { randomUUID } from 'node:crypto';

import type { Control, CheckResult } from '../../controls/control.ts';
import { partitionOfResource } from '../../domain/arn.ts';
import type { SettingValue } from '../../domain/change.ts';
import type { Problem } from '../../domain/finding.ts';
import type { Verification } from '../../domain/verdict.ts';
import type { Accounts, VerifyClients } from '../aws/accounts.ts';
import { permanentReason } from '../aws/failures.ts';
import type { Clock } from '../clock.ts';
import { shortened } from '../shortened.ts';
import type { EvidenceStore } from './evidence.ts';

export interface CheckDeps {
  readonly accounts: Pick<Accounts, 'verify'>;
  readonly evidence: EvidenceStore;
  readonly clock: Pick<Clock, 'now'>;
}

/** Clients of the read-only role in an account, or why it could not be assumed. */
export type AccountAccess =
  | { readonly clients: VerifyClients; readonly refused: null }
  | { readonly clients: null; readonly refused: string };

/**
 * Assumes the read-only role in the problem's account. A refusal is a value, because it is the result of the check.
 * Throws what a retry can help: our own credentials or an STS that is away say nothing about the finding.
 */
export async function enterAccount(
  { accounts }: Pick<CheckDeps, 'accounts'>,
  { account, region, resource }: Problem,
): Promise<AccountAccess> {
  const partition = partitionOfResource(resource.id);
  try {
    return { clients: await accounts.verify(account, region, partition), refused: null };
  } catch (error) {
    return { clients: null, refused: permanentReason(error) };
  }
}

/** A verification, and the check that it is of; null when the account could not be entered. */
export interface Checked {
  readonly verification: Verification;
  readonly check: CheckResult | null;
}

/**
 * Reads the resource once and stores the evidence. Throws only when the evidence cannot be stored, because a
 * verdict without evidence proves nothing.
 */
export async function checkResource(
  deps: CheckDeps,
  { problem, workflowId }: { readonly problem: Problem; readonly workflowId: string },
  { control, entered }: { readonly control: Control; readonly entered: AccountAccess },
): Promise<Checked> {
  const id = `v-${randomUUID()}`;
  const at = deps.clock.now().toISOString();
  if (entered.clients === null) {
    const unknown = { id, verdict: 'unknown', summary: NO_ACCESS, evidence: null, at } as const;
    return { verification: { ...unknown, error: entered.refused }, check: null };
  }
  const check = await control.verify(problem, entered.clients);
  const { verdict, summary, error } = check;
  const about = { schema: 1, verificationId: id, workflowId, at, role: 'closeloop-verify' };
  const evidence = await deps.evidence.keep(workflowId, id, { ...about, problem, ...check });
  const settings = settingsIn(control, check);
  const seen = settings === null ? {} : { settings };
  return { verification: { id, verdict, summary, error, evidence, at, ...seen }, check };
}

/** In brief, because they travel in the workflow's history: the evidence has all of it. */
function settingsIn(
  { changes }: Control,
  { settings }: CheckResult,
): readonly SettingValue[] | null {
  const values = settings === null ? null : changes.valuesIn(settings);
  return (
    values?.map(({ name, value }) => ({ name, value: shortened(value, LONGEST_VALUE) })) ?? null
  );
}

const LONGEST_VALUE = 200;

const NO_ACCESS =
  'The resource could not be read, because the role in its account could not be assumed.';
