import type { Fact } from '../presentation.ts';

/**
 * What Closeloop needs of a tracker: seven functions. An adapter is a factory that returns this record;
 * `test/channels/tickets/describe-tickets.ts` specifies it, and every adapter passes those tests.
 *
 * A missing ticket is a value (`null`, `false`, `gone`). A request that failed throws an ApplicationFailure whose `type` says who can act (`domain/failures.ts`): `Throttled` with the
 * delay that the tracker asked for, `Unavailable`, `AccessDenied`, `ConfigurationError` for credentials that the tracker
 * does not know, `InvalidInput` for what it refuses. Each call is tried once, but for a short `Retry-After`.
 */
export interface Tickets {
  /** Creates a ticket each time it is called: callers hold the finding's lock in the ledger. */
  create(container: string, ticket: NewTicket): Promise<TicketRef>;
  /**
   * The oldest ticket with that mark that our own account created. The tracker's index is some seconds behind: null
   * says nothing about younger tickets.
   */
  find(container: string, mark: string): Promise<TicketRef | null>;
  /** Its present status; null when it was deleted, or we may no longer see it. */
  read(ticket: TicketRef): Promise<Ticket | null>;
  /** Replaces title and description. False when the ticket is deleted. */
  update(ticket: TicketRef, text: TicketText): Promise<boolean>;
  /** Moves it into a status of that category, by any transition that its workflow allows. */
  move(ticket: TicketRef, to: Category): Promise<Moved>;
  /** Adds the comment once for each mark, even after a lost answer. False when the ticket is deleted. */
  comment(ticket: TicketRef, comment: Comment): Promise<boolean>;
  /** Adds the link once for each address. False when the ticket is deleted. */
  link(ticket: TicketRef, link: Link): Promise<boolean>;
}

/** Trackers that there are adapters for: the part before the colon in a team's channel, `jira:PAY`. */
export const TRACKERS = ['jira', 'azure-devops'] as const;
export type Tracker = (typeof TRACKERS)[number];

/** The tracker's own id, which stays when the ticket is moved to another project. */
export interface TicketRef {
  readonly id: string;
}

/** The category of a status, whose name is the team's own. */
export type Category = 'new' | 'working' | 'done';

export interface Ticket extends TicketRef {
  /** As people call it: `PAY-7`, `42`. */
  readonly name: string;
  /** For people. */
  readonly url: string;
  readonly status: string;
  readonly category: Category;
}

/** `there`: it was there already. `no-way`: its workflow has no transition there that we may use. */
export type Moved = 'moved' | 'there' | 'no-way' | 'gone';

export interface TicketText {
  /** One line, at most 255 characters. */
  readonly title: string;
  readonly body: readonly Block[];
}

export interface NewTicket extends TicketText {
  /** The label to find it by: lower-case letters, digits and dashes, of fixed length, so that none begins another. */
  readonly mark: string;
}

export interface Comment {
  /** Unique in the ticket; people see it as the comment's last line. */
  readonly mark: string;
  readonly body: readonly Block[];
}

export interface Link {
  readonly url: string;
  readonly title: string;
}

export interface Mentioned {
  readonly person: string;
  readonly accounts: readonly string[];
}

/** A part of a text. All words are plain text of one line: each adapter writes them so that nothing in them is markup. */
export type Block =
  | { readonly kind: 'heading'; readonly text: string }
  | { readonly kind: 'paragraph'; readonly text: string }
  | { readonly kind: 'facts'; readonly facts: readonly Fact[] }
  | { readonly kind: 'links'; readonly links: readonly Link[] }
  /** In a font of fixed width. */
  | { readonly kind: 'code'; readonly lines: readonly string[] }
  /** People, each with the accounts by which a tracker notifies them: `jira:…`, `azure-devops:…`. */
  | { readonly kind: 'mentions'; readonly people: readonly Mentioned[] }
  /** Closed until somebody opens it, where the tracker can do that. */
  | { readonly kind: 'folded'; readonly title: string; readonly lines: readonly string[] };
