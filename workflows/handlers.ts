/** Message handlers: they only change the state, the main loop acts. All are set before the first await. */
import {
  ApplicationFailure,
  currentUpdateInfo,
  log,
  setHandler,
  uuid4,
} from '@temporalio/workflow';

import type { Answer, Command, Decision, Refusal } from '../domain/decision.ts';
import type { Observation } from '../domain/finding.ts';
import { cancelRefusal, recheckRefusal } from '../domain/lifecycle/commands.ts';
import { decisionRefusal } from '../domain/lifecycle/decisions.ts';
import type { LifecycleEvent } from '../domain/lifecycle/events.ts';
import { ledgerRow } from '../domain/lifecycle/ledger-row.ts';
import type { State } from '../domain/lifecycle/state.ts';
import type { ScopedHint } from '../domain/scoped-exception/state.ts';
import * as shapes from './message-shapes.ts';
import * as messages from './messages.ts';

/** What the handlers need of the running lifecycle. */
export interface RunningLifecycle {
  /** Null until the first report has arrived. */
  readonly state: () => State | null;
  /** The same, but throws a refusal until then. */
  readonly required: () => State;
  readonly apply: (event: LifecycleEvent) => void;
  /** The first report begins the lifecycle, later ones are events. */
  readonly observe: (observation: Observation) => void;
}

export function registerHandlers(listener: RunningLifecycle): void {
  setHandler(messages.observed, (observation) => onObserved(listener, observation), {
    description: 'A product reported the problem (sent by the starter).',
  });
  setHandler(messages.mapped, (mapping) => onMapped(listener, mapping), {
    description: 'A report of a problem that is now mapped to a control (sent by the starter).',
  });
  setHandler(messages.imported, (said) => onImported(listener, said), {
    description:
      'A finding that is SUPPRESSED in Security Hub, accepted until a date (sent by exceptions import).',
  });
  setHandler(messages.exceptionsChanged, (hint) => onExceptionsChanged(listener, hint), {
    description:
      'A scoped exception changed: check whether it covers this finding (sent by Closeloop).',
  });
  setHandler(messages.mergeHint, (hint) => onMergeHint(listener, hint), {
    description: 'The pull request may have changed: ask the Git host (sent by the webhook).',
  });
  setHandler(messages.approveSignal, (said) => onUiApproval(listener, said), {
    description: 'Approve the pending plan: {"actor":"you","planHash":"…","why":"…"}',
  });
  setHandler(messages.acceptSignal, (said) => onUiAcceptance(listener, said), {
    description: 'Accept the risk: {"actor":"you","until":"2027-01-31T00:00:00Z","why":"…"}',
  });
  registerDecisions(listener);
  registerCommands(listener);
  setHandler(messages.view, () => ledgerRow(listener.required()), {
    description: 'The lifecycle as the ledger shows it.',
  });
}

const DECISION_UPDATES = [
  messages.approve,
  messages.reject,
  messages.accept,
  messages.extend,
  messages.revoke,
  messages.assign,
  messages.undo,
  messages.attest,
] as const;

function registerDecisions(listener: RunningLifecycle): void {
  for (const update of DECISION_UPDATES) {
    const { name } = update;
    const hasShape = (message: unknown) => shapes.isDecision(message) && message.decision === name;
    setHandler(update, (decision: Decision) => answer(listener, { type: 'decision', decision }), {
      validator: validator(listener, name, hasShape, (state, decision: Decision) =>
        decisionRefusal(state, decision, Date.now()),
      ),
      description: `A person's decision: ${name}. The answer comes before the work.`,
    });
  }
}

function registerCommands(listener: RunningLifecycle): void {
  const { recheck, claimFixed, cancel } = messages;
  setHandler(recheck, (command) => answer(listener, { type: 'recheck', command }), {
    validator: validator(listener, recheck.name, shapes.isCommand, recheckRefusal),
    description: 'Verify the resource now.',
  });
  setHandler(claimFixed, (command) => answer(listener, { type: 'claimFixed', command }), {
    validator: validator(listener, claimFixed.name, shapes.isClaim, recheckRefusal),
    description: 'Somebody says that it is fixed: verify the resource.',
  });
  setHandler(cancel, (command) => answer(listener, { type: 'cancel', command }), {
    validator: validator(listener, cancel.name, shapes.isCommand, cancelRefusal),
    description: 'No further automatic step: people decide.',
  });
}

function onObserved(listener: RunningLifecycle, observation: Observation): void {
  if (!shapes.isObservation(observation)) return ignoreSignal('observed', observation);
  listener.observe(observation);
}

function onMapped(listener: RunningLifecycle, mapping: messages.Mapping): void {
  if (!shapes.isMapping(mapping)) return ignoreSignal('mapped', mapping);
  const { problem, observation } = mapping;
  onObserved(listener, observation);
  listener.apply({ type: 'mapped', problem });
}

function onImported(listener: RunningLifecycle, said: messages.Imported): void {
  if (!shapes.isImported(said)) return ignoreSignal('imported', said);
  const begins = listener.state() === null;
  listener.observe(said.observation);
  if (begins) listener.apply({ type: 'imported', acceptance: said.acceptance });
}

function onExceptionsChanged(listener: RunningLifecycle, hint: ScopedHint): void {
  if (!shapes.isScopedHint(hint) || listener.state() === null)
    return ignoreSignal('exceptionsChanged', hint);
  listener.apply({ type: 'exceptionsChanged', hint });
}

function onMergeHint(listener: RunningLifecycle, hint: messages.MergeHint): void {
  if (!shapes.isMergeHint(hint) || listener.state() === null)
    return ignoreSignal('mergeHint', hint);
  listener.apply({ type: 'mergeHint', id: hint.id });
}

/** A malformed signal cannot be refused, and failing the workflow task would block the workflow: it is only logged. */
function ignoreSignal(signal: string, got: unknown): void {
  log.warn(`Ignored the signal ${signal}: it does not have the shape in workflows/messages.ts`, {
    got: JSON.stringify(got)?.slice(0, 200),
  });
}

function onUiApproval(listener: RunningLifecycle, said: messages.UiDecision): void {
  const state = listener.state();
  if (!shapes.isUiDecision(said) || state === null) return ignoreSignal('approve', said);
  const { actor, planHash, why = 'approved in the Temporal Web UI' } = said;
  const decision = fromUi(state, { decision: 'approve', actor, planHash, why });
  listener.apply({ type: 'decision', decision });
}

function onUiAcceptance(listener: RunningLifecycle, said: messages.UiAcceptance): void {
  const state = listener.state();
  if (!shapes.isUiAcceptance(said) || state === null) return ignoreSignal('accept', said);
  const { actor, until, why } = said;
  const decision = fromUi(state, { decision: 'accept', actor, until, why });
  listener.apply({ type: 'decision', decision });
}

/** Who signals from the Web UI sees the present state, so episode and severity are the present ones. */
function fromUi(
  { workflowId, episode, severity }: State,
  said: Pick<Decision, 'decision' | 'actor' | 'why'> & Partial<Decision>,
): Decision {
  return {
    id: uuid4(),
    finding: workflowId,
    episode: episode ?? 0,
    severity,
    planHash: null,
    until: null,
    team: null,
    door: 'web-ui',
    proof: null,
    ...said,
  };
}

/** Refuses what is malformed or not allowed now. A repeated message passes, to get its recorded answer. */
function validator<Message extends Command>(
  { required }: RunningLifecycle,
  name: string,
  hasShape: (message: unknown) => boolean,
  refusal: (state: State, message: Message) => Refusal | null,
): (message: Message) => void {
  return (message) => {
    const malformed = `This is not a valid ${name}: see workflows/messages.ts.`;
    if (!hasShape(message)) refuse({ type: 'InvalidMessage', message: malformed });
    const state = required();
    const refused = state.handled.includes(message.id) ? null : refusal(state, message);
    if (refused !== null) refuse(refused);
  };
}

/** Applies the event and answers. A repeated message gets the recorded answer, also in a later run. */
function answer({ required, apply }: RunningLifecycle, event: Sent): Answer {
  const { id } = 'decision' in event ? event.decision : event.command;
  const before = required().answers.find((one) => one.id === id);
  if (before !== undefined) return before.answer;
  apply(event);
  const { phase, episode } = required();
  const text = `${currentUpdateInfo()?.name ?? 'message'} accepted; the lifecycle is in ${phase.name}`;
  const said: Answer = { accepted: true, phase: phase.name, episode, text };
  apply({ type: 'answered', id, answer: said });
  return said;
}

/** The events of updates. */
type Sent = Extract<LifecycleEvent, { command: Command } | { decision: Decision }>;

export function refuse({ message, type }: Refusal): never {
  throw ApplicationFailure.nonRetryable(message, type);
}
