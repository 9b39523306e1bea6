/**
 * The judge of four eyes. It knows what people and the remediation table said, what the story tells and which status is
 * shown; it knows none of the reducer's own checks. Its rules are the sentences of `docs/decisions/whose-decision-it-is.md`:
 *
 * - A plan that the table proposes needs the approval that the table asks for: one person's, or none.
 * - Once people have the finding, two of them decide each write: one requests it, another confirms the same plan.
 * - People have it from the moment that it is in human review, that somebody cancelled automatic steps, or that what two
 *   people accepted was revoked. They have it until the finding closes. A finding whose triage never succeeded, or that no
 *   control covered, has not been with people yet: it begins with its first triage, unless somebody decided before.
 * - An undo is requested by one and approved by another.
 * - A risk of HIGH and above is accepted by two.
 */
import type { Decision } from '../../../../domain/decision.ts';
import type { Severity } from '../../../../domain/finding.ts';
import type { LifecycleEvent, Work } from '../../../../domain/lifecycle/events.ts';
import type { State } from '../../../../domain/lifecycle/state.ts';
import type { StoryEntry } from '../../../../domain/story.ts';

/** What the judge remembers of one sequence. Plain data: it is part of what makes two moments the same. */
export interface Books {
  /** People have it. */
  readonly handed: boolean;
  /** A person decided or stopped something, so that a first triage changes nothing any more. */
  readonly decided: boolean;
  /** A triage succeeded. */
  readonly triaged: boolean;
  /** What the remediation table said last. */
  readonly table: 'automatic' | 'approval' | 'people' | null;
  /** Trusted approvals of a plan, as `who plan`. */
  readonly approvals: readonly string[];
  /** Trusted acceptances, as `who until severity`. */
  readonly acceptances: readonly string[];
  /** How many people accepted what is accepted now. */
  readonly accepters: number;
  /** Who asked for the undo that is going on. */
  readonly undoer: string | null;
  /** Our change was undone, so no machine writes alone. */
  readonly undone: boolean;
}

export const NOTHING_SAID: Books = {
  handed: false,
  decided: false,
  triaged: false,
  table: null,
  approvals: [],
  acceptances: [],
  accepters: 0,
  undoer: null,
  undone: false,
};

/** What the judge knows after `event`. */
export function hear(books: Books, before: State, event: LifecycleEvent, after: State): Books {
  const told = after.story.unwritten.filter(({ seq }) => seq > before.story.seq);
  const said = hearPerson(hearTable(books, before, event), before, event, told);
  return told.reduce((now, entry) => readEntry(now, entry, after), said);
}

function hearTable(books: Books, before: State, event: LifecycleEvent): Books {
  if (event.type === 'mapped') return { ...books, handed: books.handed && books.decided };
  if (event.type !== 'triaged' || before.phase.name !== 'TRIAGE') return books;
  const handed = books.handed && (books.triaged || books.decided);
  return { ...books, handed, triaged: true, table: event.result.route.to };
}

/** A decision counts when the story says that its proof was good; who said it stands in the message. */
function hearPerson(
  books: Books,
  { pending, severity }: State,
  event: LifecycleEvent,
  told: readonly StoryEntry[],
): Books {
  if (event.type === 'cancel' && told.some(({ kind }) => kind === 'cancelled'))
    return { ...books, handed: true, decided: true, approvals: [] };
  if (event.type !== 'decisionChecked' || pending === null) return books;
  if (!told.some(({ kind }) => kind === 'decision-trusted')) return books;
  const decided = pending.decision !== 'assign' || books.decided;
  // The proof says who it was.
  const { actor = pending.actor } = event.check;
  return { ...hearDecision(books, { ...pending, actor }, severity), decided };
}

function hearDecision(
  books: Books,
  { decision, actor, planHash, until }: Decision,
  severity: Severity,
): Books {
  switch (decision) {
    case 'approve':
      return { ...books, approvals: noted(books.approvals, `${actor} ${planHash ?? ''}`) };
    case 'reject':
      return { ...books, approvals: [], handed: books.handed || books.undoer === null };
    case 'accept':
    case 'extend':
      return {
        ...books,
        acceptances: noted(books.acceptances, `${actor} ${until ?? ''} ${severity}`),
      };
    case 'undo':
      return { ...books, undoer: actor };
    case 'revoke':
      return { ...books, handed: books.handed || books.accepters > 1 };
    case 'assign':
    case 'attest':
      return books;
  }
}

function noted(list: readonly string[], one: string): readonly string[] {
  return list.includes(one) ? list : [...list, one].toSorted();
}

/** What the story says, in the order of its entries. */
function readEntry(
  books: Books,
  { kind, text, phase }: StoryEntry,
  { exception, pending }: State,
): Books {
  // A lifecycle that begins for an undo waits for people only while the requester's proof is checked.
  if (kind === 'people' && pending?.decision !== 'undo')
    return { ...books, handed: true, approvals: books.handed ? books.approvals : [] };
  if (kind === 'severity-raised') return { ...books, approvals: [] };
  if (kind === 'accepted' && phase === 'SUPPRESS')
    return { ...books, accepters: exception?.confirmedBy === null ? 1 : 2 };
  if (kind === 'undone')
    return { ...books, undone: true, undoer: null, handed: true, approvals: [] };
  return text.startsWith('not undone') ? { ...books, undoer: null } : books;
}

/** Why four eyes forbid the work that begins now; null when they allow it, or it changes nothing. */
export function forbidden(books: Books, work: Work, state: State): string | null {
  if (work === 'proposeFix') return forbiddenProposal(books);
  if (work === 'suppress') return forbiddenAcceptance(books, state);
  if (work !== 'remediate') return null;
  return books.undoer === null ? forbiddenWrite(books, state) : forbiddenUndo(books, state);
}

function approversOf({ approvals }: Books, plan: string): readonly string[] {
  return approvals.filter((one) => one.endsWith(` ${plan}`)).map((one) => one.split(' ')[0] ?? '');
}

function forbiddenWrite(books: Books, { plan }: State): string | null {
  const by = approversOf(books, plan?.hash ?? '');
  if (books.handed)
    return by.length >= 2 ? null : `people have it, and the plan was approved by [${by.join()}]`;
  if (books.table === 'automatic' && !books.undone) return null;
  return by.length >= 1 ? null : `the table says ${books.table ?? 'nothing'}, nobody approved`;
}

function forbiddenUndo(books: Books, { plan }: State): string | null {
  const others = approversOf(books, plan?.hash ?? '').filter((who) => who !== books.undoer);
  return others.length > 0 ? null : `the undo of ${books.undoer ?? ''} was approved by nobody else`;
}

/** The reviewers of a pull request approve it by the merge; but Closeloop opens none for what people took over. */
function forbiddenProposal({ handed, approvals }: Books): string | null {
  const by = new Set(approvals.map((one) => one.split(' ')[0]));
  return handed && by.size < 2 ? 'people have it, and a fix in code is proposed' : null;
}

/** A scoped exception, or an import, has its two people in the records that triage read. */
function forbiddenAcceptance({ acceptances }: Books, { exception }: State): string | null {
  if (exception === null || exception.scope !== undefined) return null;
  const end = new Date(exception.until).toISOString();
  const accepted = acceptances
    .map((one) => one.split(' '))
    .filter(([, until]) => until !== undefined && Date.parse(until) === exception.until);
  const people = new Set(accepted.map(([who]) => who));
  const grave = accepted.some(([, , at]) => at === 'HIGH' || at === 'CRITICAL');
  return grave && people.size < 2 ? `one person accepted what is HIGH until ${end}` : null;
}
