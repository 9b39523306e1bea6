import type { KnownFinding, Ledger } from '../activities/ledger/ledger.ts';
import type { LifecycleClient } from '../client/lifecycle-client.ts';
import type { Intake } from '../policies/intake.ts';
import { decide, requestsCheck } from './decide.ts';
import type { Decision, Step } from './decide.ts';
import type { OpenedEvent } from './event/event.ts';
import type { Finding } from './event/finding.ts';
import { observationOf } from './event/observation.ts';
import type { Catalogue } from './identity/catalogue.ts';
import type { Action, Reason } from './reasons.ts';
import { targetsOf } from './targets.ts';

export interface Starter {
  readonly intake: Intake;
  readonly catalogue: Catalogue;
  readonly ledger: Pick<Ledger, 'knownFinding' | 'acknowledge'>;
  readonly lifecycles: Pick<LifecycleClient, 'report' | 'map' | 'wake'>;
}

/** What became of one problem of a finding, or of a finding that is no problem. */
export interface Outcome {
  readonly finding: string;
  readonly action: Action;
  readonly reason: Reason | 'nothing-open';
  readonly text: string;
  readonly workflowId: string | null;
}

/**
 * Starts, joins, wakes or drops what a finding reports. The ledger's hash is written when Temporal has
 * acknowledged all of the finding's problems, so that a retry after any failure repeats what may be missing.
 */
export async function takeFinding(
  finding: Finding,
  { event, index }: { readonly event: OpenedEvent; readonly index: number },
  starter: Starter,
): Promise<readonly Outcome[]> {
  const ref = { id: finding.id, productArn: finding.productArn };
  const known = await starter.ledger.knownFinding(ref);
  const decision = decide(finding, { ...starter, action: event.action, known });
  const { refusal } = decision;
  const sent = await sendToLifecycles(finding, { event, index, known, decision }, starter);
  for (const { acknowledged, workflowId } of sent) {
    if (acknowledged) await starter.ledger.acknowledge(ref, workflowId, decision.hash, known);
  }
  return [
    ...sent.map(({ outcome }) => outcome),
    ...(refusal === null ? [] : [refused(finding.id, refusal.reason, refusal.text)]),
  ];
}

interface Sent {
  readonly workflowId: string;
  /** Temporal acknowledged the message. */
  readonly acknowledged: boolean;
  readonly outcome: Outcome;
}

interface Report {
  readonly event: OpenedEvent;
  readonly index: number;
  readonly known: KnownFinding | null;
  readonly decision: Decision;
}

async function sendToLifecycles(
  finding: Finding,
  { event, index, known, decision }: Report,
  starter: Starter,
): Promise<readonly Sent[]> {
  const targets = targetsOf(
    decision.steps.map(({ identified }) => identified),
    known,
    starter.catalogue.isControl,
  );
  const requested = decision.steps.some(({ reason }) => reason === 'asked');
  const look = decision.steps.some(requestsCheck);
  const observation = observationOf(finding, { event, index, asked: requested, look });
  const sent: Sent[] = [];
  for (const step of decision.steps) {
    const { problem, workflowId: own } = step.identified;
    const { workflowId, mapped } = targets.get(own) ?? { workflowId: own, mapped: false };
    let acknowledged = false;
    if (step.action === 'wake')
      acknowledged = await starter.lifecycles.wake(workflowId, observation);
    if (step.action === 'start' || step.action === 'people') {
      const { report, map } = starter.lifecycles;
      await (mapped ? map : report)(workflowId, problem, observation);
      acknowledged = true;
    }
    const outcome = outcomeOf(finding, step, { workflowId, acknowledged });
    sent.push({ workflowId, acknowledged, outcome });
  }
  return sent;
}

function outcomeOf(
  finding: Finding,
  { action, reason, text }: Step,
  { workflowId, acknowledged }: Omit<Sent, 'outcome'>,
): Outcome {
  const about = { finding: finding.id, workflowId };
  if (action !== 'wake' || acknowledged) return { ...about, action, reason, text };
  return { ...about, action: 'drop', reason: 'nothing-open', text: `${text}; none is open` };
}

/** `finding` is the id; empty where none can be read. */
export function refused(finding: string, reason: Reason, text: string): Outcome {
  return { finding, action: 'refuse', reason, text, workflowId: null };
}
