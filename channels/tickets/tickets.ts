/**
 * What Closeloop needs of a tracker, and nothing more: seven questions and acts. An adapter is a factory that returns
 * this record; `test/channels/tickets/describe-tickets.ts` is its meaning, which every adapter passes.
 *
 * *None* and *could not ask* are different things: what is absent is a value (`null`, `false`, `gone`), what could not
 * be asked throws an ApplicationFailure whose `type` says who can act (`domain/failures.ts`): `Throttled` with the
 * delay that the tracker asked for, `Unavailable`, `AccessDenied`, `ConfigurationError` for credentials that the tracker
 * does not know, `InvalidInput` for what it refuses. Each call is tried once, but for a short `Retry-After`.
 */
export interface Tickets {
  /** Makes a ticket, each time it is called: whoever calls it has claimed it in the ledger first. */
  create(container: string, ticket: NewTicket): Promise<TicketRef>;
  /**
   * The oldest ticket with that mark that we made ourselves. Asks the tracker's index, which is behind by seconds: null
   * says nothing about tickets younger than that.
   */
  find(container: string, mark: string): Promise<TicketRef | null>;
  /** As it stands now; null when it was deleted, or may not be seen any more. */
  read(ticket: TicketRef): Promise<Ticket | null>;
  /** Title and description become these, whatever they were. False when the ticket is gone. */
  update(ticket: TicketRef, text: TicketText): Promise<boolean>;
  /** Into some status of that category, by whatever way its workflow allows. */
  move(ticket: TicketRef, to: Category): Promise<Moved>;
  /** Once for each mark, however often and after whatever lost answer. False when the ticket is gone. */
  comment(ticket: TicketRef, comment: Comment): Promise<boolean>;
  /** Once for each address, with this title. False when the ticket is gone. */
  link(ticket: TicketRef, link: Link): Promise<boolean>;
}

/** Trackers that there are adapters for: the part before the colon in a team's channel, `jira:PAY`. */
export const TRACKERS = ['jira', 'azure-devops'] as const;
export type Tracker = (typeof TRACKERS)[number];

/** What a tracker calls it for ever: it stays when the ticket is moved to another project. */
export interface TicketRef {
  readonly id: string;
}

/** Where work stands, whatever a team calls its statuses. */
export type Category = 'new' | 'working' | 'done';

export interface Ticket extends TicketRef {
  /** As people call it: `PAY-7`, `42`. */
  readonly name: string;
  /** For people. */
  readonly url: string;
  readonly status: string;
  readonly category: Category;
}

/** `no-way`: its workflow has no way there that we may take. */
export type Moved = 'moved' | 'there' | 'no-way' | 'gone';

export interface TicketText {
  /** One line, at most 255 characters. */
  readonly title: string;
  readonly body: readonly Block[];
}

export interface NewTicket extends TicketText {
  /** Finds it again: lower-case letters, digits and dashes, of fixed length, so that none is the beginning of another. */
  readonly mark: string;
}

export interface Comment {
  /** Told from all others of the ticket; people see it, small, at the end. */
  readonly mark: string;
  readonly body: readonly Block[];
}

export interface Link {
  readonly url: string;
  readonly title: string;
}

/** A part of a text. All words are plain: each adapter writes them so that nothing in them is markup. */
export type Block =
  | { readonly kind: 'heading'; readonly text: string }
  | { readonly kind: 'paragraph'; readonly text: string }
  | { readonly kind: 'facts'; readonly facts: readonly Fact[] }
  | { readonly kind: 'links'; readonly links: readonly Link[] };

interface Fact {
  readonly name: string;
  readonly value: string;
}
