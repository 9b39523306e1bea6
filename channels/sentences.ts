/** What a message says in sentences: what happened, who decides and what it waits for. No fact twice, times in UTC. */
import type { Message } from '../activities/notify/message.ts';
import { shellQuoted } from '../domain/shell.ts';
import { utc } from '../domain/text.ts';
import { verdictOf } from './verdict.ts';

/** What happened. A close is told as its result, with what was remarked. */
export function eventText({ event, state }: Message): string {
  const verdict = verdictOf(state);
  const stored = `${state.destiny ?? ''} (${state.destinyReason ?? ''})`;
  if (verdict === null || !event.text.startsWith(stored)) return inUtc(event.text);
  return inUtc(`${verdict}${event.text.slice(stored.length)}`);
}

/** What happened last; and why people have to decide, or what to do now, where that is something else. */
export function happenedIn(message: Message): readonly string[] {
  const { event, state, kind } = message;
  const text = eventText(message);
  const advice = ADVICE[kind];
  const more = advice === undefined ? [] : [advice];
  const isResult = text === inUtc(verdictOf(state) ?? '');
  if (isResult) return more;
  const isKnown = event.actor === 'closeloop' || text.includes(event.actor);
  const said = `${text}${isKnown ? '' : ` (${event.actor})`}`;
  const reason = state.asked === null || state.destiny !== null ? '' : reasonIn(state);
  if (reason === '' || text.includes(reason)) return [said, ...more];
  return reason.includes(text) ? [reason, ...more] : [said, reason, ...more];
}

/** What readers are advised to do about what the audit found. */
const ADVICE: Readonly<Partial<Record<Message['kind'], string>>> = {
  tampered:
    'Whoever runs Closeloop: `findings show` compares it with its seals; docs/decisions/stories-are-sealed.md says what to do.',
  unproven:
    'Closeloop opens it again and checks it. Find out who closed it: docs/decisions/closed-without-proof.md.',
};

/** What it waits for, without who decides until when and without the request: those are facts of their own. */
function reasonIn({ waitsFor, request }: Message['state']): string {
  const reason = waitsFor.replace(/^.{1,500}? (?:until|by) [\d-]{10}T[\d:]{5}Z[.:]\s*/, '');
  if (request === null) return inUtc(reason);
  const asked = `${request.by} asked to ${request.decision}: a second person has to confirm it.`;
  const own = reason.endsWith(asked) ? reason.slice(0, -asked.length).trim() : reason;
  return inUtc(own.replace(/\.$/, ''));
}

/** Who decides until when and who then; where nobody has to, what it waits for. */
export function waitFact({ state, event }: Message) {
  const { deadline, asked, next, waitsFor } = state;
  if (asked === null) {
    const again = `: ${event.text}`;
    const value = waitsFor.endsWith(again) ? `${waitsFor.slice(0, -again.length)}.` : waitsFor;
    return { name: 'Waiting for', value: inUtc(value) };
  }
  const first = state.request?.by ?? state.undo?.by ?? null;
  const who = first === null ? asked : `${asked}, another person than ${first}`;
  const by = deadline === null ? '' : ` by ${utc(deadline)}`;
  const then = next === asked ? `${asked} again` : next;
  return { name: 'Decides', value: `${who}${by}${then === null ? '' : `, then ${then}`}` };
}

/** `2026-11-24 10:00 UTC` for every instant in the text. */
export function inUtc(text: string): string {
  return text.replaceAll(INSTANT, '$1 $2 UTC');
}

const INSTANT = /\b(\d{4}-\d\d-\d\d)T(\d\d:\d\d)(?::\d\d(?:\.\d{1,9})?)?Z/g;

/** Where no button decides, because the channel does not say who presses it: the command that shows what is decided. */
export function howToDecide({ kind, decisions, finding }: Message): readonly string[] {
  if (decisions.length === 0 || isOfAudit(kind)) return [];
  const id = shellQuoted(finding.workflowId);
  const words = new Intl.ListFormat('en', { type: 'disjunction' }).format(decisions);
  return [`To ${words}: run closeloop findings show ${id} in a terminal.`];
}

/** The audit found something: nothing is to be decided about a change. */
export function isOfAudit(kind: Message['kind']): boolean {
  return kind === 'tampered' || kind === 'unproven';
}
