/** Handlers only change state; the main loop acts. All are set before the first await. */
import {
  ApplicationFailure,
  currentUpdateInfo,
  log,
  setHandler,
  uuid4,
} from '@temporalio/workflow';

import type { Answer, Claim, Command, Decision, Refusal } from '../domain/decision.ts';
import type { Observation } from '../domain/finding.ts';
import { cancelRefusal, lookRefusal } from '../domain/lifecycle/commands.ts';
import { refusal } from '../domain/lifecycle/decisions.ts';
import type { LifecycleEvent } from '../domain/lifecycle/events.ts';
import type { LifecycleState } from '../domain/lifecycle/state.ts';
import { ledgerRow } from '../domain/lifecycle/story.ts';
import type { ScopedHint } from '../domain/scoped-exception/state.ts';
import * as shapes from './message-shapes.ts';
import * as messages from './messages.ts';

/** What the handlers need of the running lifecycle. */
export interface Listener {
  /** Null until the first report has arrived. */
  readonly state: () => LifecycleState | null;
  readonly hear: (event: LifecycleEvent) => void;
  /** Begins with the first observation and hears the others. */
  readonly observe: (observation: Observation) => void;
}

export function listen(listener: Listener): void {
  setHandler(messages.observed, (observation) => hearObserved(listener, observation), {
    description: 'A product reported the problem (sent by the starter).',
  });
  setHandler(messages.mapped, (mapping) => hearMapped(listener, mapping), {
    description: 'A report of the problem under its better name (sent by the starter).',
  });
  setHandler(messages.imported, (said) => hearImported(listener, said), {
    description: 'What Security Hub holds as SUPPRESSED, with an end (sent by exceptions import).',
  });
  setHandler(messages.exceptionsChanged, (hint) => hearExceptionsChanged(listener, hint), {
    description: 'A wider exception changed: look whether it covers this (sent by Closeloop).',
  });
  setHandler(messages.mergeHint, (hint) => hearMergeHint(listener, hint), {
    description: 'The pull request changed: ask the Git host (sent by the webhook).',
  });
  setHandler(messages.approveSignal, (said) => hearUiApproval(listener, said), {
    description: 'Approve the pending plan: {"actor":"you","planHash":"…","why":"…"}',
  });
  setHandler(messages.acceptSignal, (said) => hearUiAcceptance(listener, said), {
    description: 'Accept the risk: {"actor":"you","until":"2027-01-31T00:00:00Z","why":"…"}',
  });
  listenToDecisions(listener);
  listenToCommands(listener);
  setHandler(messages.view, () => ledgerRow(known(listener)), {
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

function listenToDecisions(listener: Listener): void {
  for (const update of DECISION_UPDATES) {
    const kind = update.name;
    const validator = (decision: Decision) => {
      if (!shapes.isDecision(decision) || decision.decision !== kind) refuse(malformed(kind));
      accept(listener, decision.id, (state) => refusal(state, decision, Date.now()));
    };
    const handler = (decision: Decision) => answer(listener, { type: 'decision', decision });
    const description = `A person's decision: ${kind}. The answer comes before the work.`;
    setHandler(update, handler, { validator, description });
  }
}

function listenToCommands(listener: Listener): void {
  setHandler(messages.recheck, (command) => answer(listener, { type: 'recheck', command }), {
    validator: (c: Command) =>
      shapes.isCommand(c) ? accept(listener, c.id, look(c)) : refuse(malformed('recheck')),
    description: 'Look at the resource now.',
  });
  setHandler(messages.claimFixed, (command) => answer(listener, { type: 'claimFixed', command }), {
    validator: (c: Claim) =>
      shapes.isClaim(c) ? accept(listener, c.id, look(c)) : refuse(malformed('claimFixed')),
    description: 'Somebody fixed it: verification decides.',
  });
  setHandler(messages.cancel, (command) => answer(listener, { type: 'cancel', command }), {
    validator: (c: Command) =>
      shapes.isCommand(c)
        ? accept(listener, c.id, (state) => cancelRefusal(state, c))
        : refuse(malformed('cancel')),
    description: 'No further automatic step: back to people.',
  });
}

function hearObserved(listener: Listener, observation: Observation): void {
  if (!shapes.isObservation(observation)) return leave('observed', observation);
  listener.observe(observation);
}

function hearMapped(listener: Listener, mapping: messages.Mapping): void {
  if (!shapes.isMapping(mapping)) return leave('mapped', mapping);
  const { problem, observation } = mapping;
  hearObserved(listener, observation);
  listener.hear({ type: 'mapped', problem });
}

function hearImported(listener: Listener, said: messages.Imported): void {
  if (!shapes.isImported(said)) return leave('imported', said);
  const begins = listener.state() === null;
  listener.observe(said.observation);
  if (begins) listener.hear({ type: 'imported', acceptance: said.acceptance });
}

function hearExceptionsChanged(listener: Listener, hint: ScopedHint): void {
  if (!shapes.isScopedHint(hint) || listener.state() === null)
    return leave('exceptionsChanged', hint);
  listener.hear({ type: 'exceptionsChanged', hint });
}

function hearMergeHint(listener: Listener, hint: messages.MergeHint): void {
  if (!shapes.isMergeHint(hint) || listener.state() === null) return leave('mergeHint', hint);
  listener.hear({ type: 'mergeHint', id: hint.id });
}

/** A malformed signal cannot be refused and must not fail the workflow task for ever: it is logged and left. */
function leave(signal: string, got: unknown): void {
  log.warn(`Left out an ${signal} signal: not what workflows/messages.ts says`, {
    got: JSON.stringify(got)?.slice(0, 200),
  });
}

function hearUiApproval(listener: Listener, said: messages.UiDecision): void {
  const state = listener.state();
  if (!shapes.isUiDecision(said) || state === null) return leave('approve', said);
  const { actor, planHash, why = 'approved in the Temporal Web UI' } = said;
  const decision = fromUi(state, { decision: 'approve', actor, planHash, why });
  listener.hear({ type: 'decision', decision });
}

function hearUiAcceptance(listener: Listener, said: messages.UiAcceptance): void {
  const state = listener.state();
  if (!shapes.isUiAcceptance(said) || state === null) return leave('accept', said);
  const { actor, until, why } = said;
  const decision = fromUi(state, { decision: 'accept', actor, until, why });
  listener.hear({ type: 'decision', decision });
}

/** Whoever sends a signal from the Web UI has the lifecycle as it is before their eyes. */
function fromUi(
  { workflowId, episode, severity }: LifecycleState,
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

function look(command: Command): (state: LifecycleState) => Refusal | null {
  return (state) => lookRefusal(state, command);
}

/** A repeated message is accepted again: it changes nothing and gets an answer instead of an error. */
function accept(
  listener: Listener,
  id: string,
  check: (state: LifecycleState) => Refusal | null,
): void {
  const state = known(listener);
  if (state.handled.includes(id)) return;
  const refused = check(state);
  if (refused !== null) refuse(refused);
}

/** A repeated message, in this run or a later one, gets what the first was answered. */
function answer(listener: Listener, event: Sent): Answer {
  const { id } = 'decision' in event ? event.decision : event.command;
  const before = known(listener).answers.find((one) => one.id === id);
  if (before !== undefined) return before.answer;
  listener.hear(event);
  const { phase, episode } = known(listener);
  const text = `${currentUpdateInfo()?.name ?? 'message'} accepted; the lifecycle is in ${phase.name}`;
  const said: Answer = { accepted: true, phase: phase.name, episode, text };
  listener.hear({ type: 'answered', id, answer: said });
  return said;
}

/** What updates turn into. */
type Sent = Extract<LifecycleEvent, { command: Command } | { decision: Decision }>;

function known(listener: Listener): LifecycleState {
  const state = listener.state();
  if (state !== null) return state;
  return refuse({ type: 'NotAllowedInState', message: 'No report has arrived yet.' });
}

function malformed(what: string): Refusal {
  return {
    type: 'InvalidMessage',
    message: `This is not a valid ${what}: see workflows/messages.ts.`,
  };
}

function refuse(refused: Refusal): never {
  throw ApplicationFailure.nonRetryable(refused.message, refused.type);
}
