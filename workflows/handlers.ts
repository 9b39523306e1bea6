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
import type { LifecycleEvent } from '../domain/lifecycle-events.ts';
import { cancelRefusal, lookRefusal, refusal } from '../domain/lifecycle-messages.ts';
import type { LifecycleState } from '../domain/lifecycle-state.ts';
import { ledgerRow } from '../domain/lifecycle-story.ts';
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
  setHandler(messages.approveSignal, (said) => hearUiApproval(listener, said), {
    description: 'Approve the pending plan: {"actor":"you","planHash":"…","why":"…"}',
  });
  listenToDecisions(listener);
  listenToCommands(listener);
  setHandler(messages.view, () => ledgerRow(known(listener)), {
    description: 'The lifecycle as the ledger shows it.',
  });
}

function listenToDecisions(listener: Listener): void {
  for (const update of [messages.approve, messages.reject]) {
    const kind = update.name;
    const validator = (decision: Decision) => {
      if (!shapes.isDecision(decision) || decision.decision !== kind) refuse(malformed(kind));
      accept(listener, decision.id, (state) => refusal(state, decision));
    };
    const handler = (decision: Decision) => answer(listener, { type: 'decision', decision });
    const description = `${kind} the plan with this hash; the answer comes before the work.`;
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

/** A malformed signal cannot be refused and must not fail the workflow task for ever: it is logged and left. */
function leave(signal: string, got: unknown): void {
  log.warn(`Left out an ${signal} signal: not what workflows/messages.ts says`, {
    got: JSON.stringify(got)?.slice(0, 200),
  });
}

function hearUiApproval(listener: Listener, said: messages.UiDecision): void {
  if (!shapes.isUiDecision(said) || listener.state() === null) return leave('approve', said);
  const decision: Decision = {
    id: uuid4(),
    decision: 'approve',
    planHash: said.planHash,
    actor: said.actor,
    why: said.why ?? 'approved in the Temporal Web UI',
    door: 'web-ui',
    proof: null,
  };
  listener.hear({ type: 'decision', decision });
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

function answer(listener: Listener, event: LifecycleEvent): Answer {
  listener.hear(event);
  const state = known(listener);
  const text = `${currentUpdateInfo()?.name ?? 'message'} accepted; the lifecycle is in ${state.phase.name}`;
  return { accepted: true, phase: state.phase.name, episode: state.episode, text };
}

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
