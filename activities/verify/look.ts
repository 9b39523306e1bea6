import { randomUUID } from 'node:crypto';

import { ApplicationFailure } from '@temporalio/common';

import type { Control, CheckResult } from '../../controls/control.ts';
import { partitionOfResource } from '../../domain/arn.ts';
import type { Problem } from '../../domain/finding.ts';
import type { Verification } from '../../domain/verdict.ts';
import type { Accounts, VerifyClients } from '../aws/accounts.ts';
import type { Clock } from '../clock.ts';
import type { EvidenceStore } from './evidence.ts';

export interface LookDeps {
  readonly accounts: Pick<Accounts, 'verify'>;
  readonly evidence: EvidenceStore;
  readonly clock: Pick<Clock, 'now'>;
}

/** The account as the read-only role sees it, or why that role could not get in. */
export type Entered =
  | { readonly clients: VerifyClients; readonly refused: null }
  | { readonly clients: null; readonly refused: string };

/**
 * Enters the problem's account; a refusal is a value, because it is an answer about what we can see. What time
 * heals is thrown: our own credentials, or an STS that is away, say nothing about the finding.
 */
export async function enter(
  { accounts }: Pick<LookDeps, 'accounts'>,
  { account, region, resource }: Problem,
): Promise<Entered> {
  const partition = partitionOfResource(resource.id);
  try {
    return { clients: await accounts.verify(account, region, partition), refused: null };
  } catch (error) {
    if (!(error instanceof ApplicationFailure) || error.nonRetryable !== true) throw error;
    return { clients: null, refused: `${error.type ?? 'Error'}: ${error.message}` };
  }
}

/** A verification together with the look itself, which is null when there was none. */
export interface Looked {
  readonly verification: Verification;
  readonly look: CheckResult | null;
}

/**
 * One look at the resource with its evidence kept. Throws only when the evidence cannot be kept:
 * a verdict without evidence proves nothing.
 */
export async function takeLook(
  deps: LookDeps,
  { problem, workflowId }: { readonly problem: Problem; readonly workflowId: string },
  { control, entered }: { readonly control: Control; readonly entered: Entered },
): Promise<Looked> {
  const id = `v-${randomUUID()}`;
  const at = deps.clock.now().toISOString();
  if (entered.clients === null) return { verification: notEntered(id, at, entered), look: null };
  const look = await control.verify(problem, entered.clients);
  const { verdict, summary, error } = look;
  const about = { schema: 1, verificationId: id, workflowId, at, role: 'closeloop-verify' };
  const evidence = await deps.evidence.keep(workflowId, id, { ...about, problem, ...look });
  return { verification: { id, verdict, summary, error, evidence, at }, look };
}

function notEntered(id: string, at: string, { refused }: Entered): Verification {
  return {
    id,
    verdict: 'unknown',
    summary: 'The resource could not be read: its account could not be entered.',
    error: refused,
    evidence: null,
    at,
  };
}
