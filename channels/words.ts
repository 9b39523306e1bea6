/** A message in words, as every channel says them. Nothing here is escaped: each channel does that at its end. */
import type { Message } from '../activities/notify/message.ts';
import { UNASSIGNED } from '../domain/ownership.ts';

const TITLES: Readonly<Record<Message['kind'], string>> = {
  routed: 'Routed',
  'waits-for-you': 'Waits for you',
  reminded: 'Reminder',
  escalated: 'Escalated',
  checked: 'Checked',
  fixed: 'Fixed',
  accepted: 'Accepted',
  expiring: 'The exception ends soon',
  reopened: 'Open again',
  prevented: 'Prevented',
  withdrawn: 'Withdrawn by its source',
};

/** What happened to what: one line. */
export function headline(message: Message): string {
  return `${TITLES[message.kind]}: ${subject(message)}`;
}

/** What it is about: one line that stays the same while the finding stands. */
export function subject({ finding }: Message): string {
  const { severity, control, type, resource } = finding;
  return `${severity} ${control ?? type} on ${resource.name || resource.id}`;
}

/** What happened: one line of a history. */
export function happened({ kind, event }: Message): string {
  const title = TITLES[kind];
  return event.text.startsWith(title) ? event.text : `${title}: ${event.text}`;
}

/** What happened, and who did it where that was not Closeloop itself. */
export function byWhom({ event }: Message): string {
  return event.actor === 'closeloop' ? event.text : `${event.text} (${event.actor})`;
}

interface Fact {
  readonly name: string;
  readonly value: string;
}

export function facts({ finding, state }: Message): readonly Fact[] {
  const { account, region, resource, owner, title } = finding;
  const { deadline, next, asked, destiny, exception } = state;
  const where = account.alias === null ? account.id : `${account.alias} (${account.id})`;
  return [
    { name: 'Finding', value: title },
    { name: 'Resource', value: resource.id },
    { name: 'Account', value: `${where}, ${region}` },
    { name: 'Owner', value: owner.team === UNASSIGNED ? `nobody: ${owner.because}` : owner.team },
    ...(state.phase === 'CLOSED' ? [] : [{ name: 'Waits for', value: state.waitsFor }]),
    ...(deadline === null ? [] : [{ name: 'Until', value: `${deadline.slice(0, 16)}Z` }]),
    ...(asked === null ? [] : [{ name: 'Asked', value: asked }]),
    ...(next === null ? [] : [{ name: 'Next', value: next }]),
    ...(destiny === null
      ? []
      : [{ name: 'Destiny', value: `${destiny} (${state.destinyReason ?? ''})` }]),
    ...(exception === null
      ? []
      : [{ name: 'Exception', value: `by ${exception.by}: ${exception.why}` }]),
  ];
}

/** Exactly what would be done, a line each. */
export function whatWouldChange({
  planHash,
  summary,
  detail,
  undo,
}: NonNullable<Message['change']>): readonly string[] {
  return [`What would change: ${summary}`, ...detail, `Undo: ${undo}`, `Plan: ${planHash}`];
}
