/** What a person sends to a running lifecycle, and what comes back. Types and data only: loads nothing. */
import type { Lifecycle } from '../activities/ledger/ledger.ts';
import type { Answer, Claim, Command, Decided, Decision } from '../domain/decision.ts';
import type { Observation, Problem } from '../domain/finding.ts';

export type LifecycleMessage =
  | { readonly update: Exclude<Decided, 'undo'>; readonly payload: Decision }
  /** A closed lifecycle starts its next episode with these reports of the problem. */
  | {
      readonly update: 'undo';
      readonly payload: Decision;
      readonly problem: Problem;
      readonly reports: readonly Observation[];
    }
  | { readonly update: 'recheck' | 'cancel'; readonly payload: Command }
  | { readonly update: 'claimFixed'; readonly payload: Claim };

/** What became of a message. Only what Temporal or the network answered unexpectedly is thrown. */
export type SendResult =
  | { readonly status: 'accepted'; readonly answer: Answer }
  | RefusedMessage
  /** No run of that id is open: it has closed, or never existed. */
  | { readonly status: 'not-running' }
  /** No answer before the connection's deadline: no worker runs, or it is busy. The message may still arrive. */
  | { readonly status: 'unanswered' };

export interface RefusedMessage {
  readonly status: 'refused';
  /** A `Refusal['type']` of domain/decision.ts. */
  readonly type: string;
  readonly message: string;
}

/** The message for a decision. An undo also carries what was reported of the problem, in case the lifecycle has closed. */
export function decisionMessage(
  { problem, findings, severity, title, updatedAt }: Lifecycle,
  payload: Decision,
): LifecycleMessage {
  const { decision: update, id } = payload;
  if (update !== 'undo') return { update, payload };
  const reports = findings.map((finding, n): Observation => ({
    messageId: `undo/${id}/${n}`,
    finding,
    severity,
    title,
    product: 'Closeloop',
    recordState: 'ACTIVE',
    compliance: null,
    updatedAt,
    asked: false,
  }));
  return { update, payload, problem, reports };
}

/** What a decision channel has to record: null when the message was accepted. A closed lifecycle refuses everything. */
export function refusalIn(result: SendResult): Omit<RefusedMessage, 'status'> | null {
  switch (result.status) {
    case 'accepted':
      return null;
    case 'refused':
      return { type: result.type, message: result.message };
    case 'not-running':
      return { type: 'NotAllowedInState', message: 'It is closed by now.' };
    case 'unanswered':
      throw new Error('The lifecycle did not answer in time: is a worker running?');
  }
}
