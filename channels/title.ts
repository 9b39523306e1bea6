/** Titles: what is done or needed, and on what. */
import type { Message } from '../activities/notify/message.ts';
import { ACTIONS } from '../controls/actions.ts';
import { eventText } from './sentences.ts';

/** `Approve: block public access on payments-logs` */
export function title(message: Message): string {
  return `${statusTitle(message)}: ${startLower(subject(message))}`;
}

/** `Block public access on payments-logs`: stays the same as long as the finding lives. */
export function subject({ finding }: Message): string {
  const { control, type, title: reported, resource } = finding;
  const action = control === null ? null : (ACTIONS[control] ?? control);
  const what = action ?? (reported || type);
  const on = resource.name || resource.id;
  return what.includes(on) ? what : `${what} on ${on}`;
}

/** What tells the readers of its old channel where the finding went. */
export function movedNotice(message: Message, to: string) {
  const { team } = message.finding.owner;
  return {
    title: `Moved to ${team}: ${startLower(subject(message))}`,
    text: `${team} owns this finding now. Its messages are in ${to}.`,
  };
}

/** One line of a history: `Reminder: …`. */
export function historyLine(message: Message): string {
  const label = LABELS[message.kind];
  const text = eventText(message);
  return text.startsWith(label) ? text : `${label}: ${text}`;
}

const LABELS: Readonly<Record<Message['kind'], string>> = {
  routed: 'Routed',
  'waits-for-you': 'Waits for you',
  reminded: 'Reminder',
  escalated: 'Escalated',
  checked: 'Checked',
  fixed: 'Fixed',
  accepted: 'Exception accepted',
  expiring: 'Exception ends soon',
  reopened: 'Open again',
  prevented: 'Prevented',
  withdrawn: 'Withdrawn by its source',
  tampered: 'Its record was changed',
  unproven: 'Closed without proof',
};

/** `Approve`, `Merge (reminder)`, `Fixed`: the title without the finding. */
export function statusTitle(message: Message): string {
  const { kind } = message;
  if (kind === 'reminded') return `${neededFrom(message)} (reminder)`;
  if (kind === 'escalated') return `${neededFrom(message)} (escalated)`;
  const isOpen = kind === 'routed' || kind === 'waits-for-you' || kind === 'checked';
  return isOpen ? neededFrom(message) : LABELS[kind];
}

/** What people have to do in this status, or what Closeloop does. */
function neededFrom({ state: { phase, request, undo } }: Message): string {
  if (undo !== null && phase === 'AWAITING_APPROVAL') return 'Approve the undo';
  if (request !== null) return `Confirm the ${REQUESTED[request.decision] ?? request.decision}`;
  return NEEDED[phase] ?? 'Fixing';
}

const REQUESTED: Readonly<Record<string, string>> = {
  approve: 'approval',
  accept: 'exception',
  extend: 'extension',
  attest: 'attestation',
};

const NEEDED: Readonly<Record<string, string>> = {
  AWAITING_APPROVAL: 'Approve',
  AWAITING_MERGE: 'Merge',
  HUMAN_REVIEW: 'Decide',
  TRIAGE: 'Looking into',
  ACCEPTED: 'Exception accepted',
};

/** `Require TLS` → `require TLS`; names like `S3 …` and `GuardDuty …` stay. */
function startLower(text: string): string {
  return /^[A-Z][a-z]+ /.test(text) ? `${text.charAt(0).toLowerCase()}${text.slice(1)}` : text;
}
