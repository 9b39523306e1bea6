import type { Category, TicketRef, Tickets } from '../../../channels/tickets/tickets.ts';
import type { VendorFault } from '../../../sandbox/vendors/vendor-server.ts';

/** A tracker's server with two projects, and an adapter that talks to it as Closeloop. */
export interface TrackerUnderTest {
  readonly tickets: Tickets;
  /** An adapter with a token that the tracker does not know. */
  readonly stranger: Tickets;
  readonly projects: readonly [string, string];
  /** What the adapter waited, in milliseconds. */
  readonly slept: number[];
  /** All that is there, as the server keeps it. */
  all(): readonly Stored[];
  /** Time goes on. */
  pass(ms: number): void;
  fail(fault: VendorFault): void;
  /** Matches the request that creates. */
  readonly creating: RegExp;
  /** A person moves it. */
  moveByHand(ticket: TicketRef, to: Category): void;
  /** A person, not us, makes one that bears our mark. */
  forge(mark: string): void;
  remove(ticket: TicketRef): void;
  stop(): Promise<void>;
}

export interface Stored {
  readonly id: string;
  readonly project: string;
  readonly title: string;
  readonly body: Written;
  readonly labels: readonly string[];
  readonly category: Category;
  readonly comments: readonly Written[];
  readonly links: readonly { readonly url: string; readonly title: string }[];
}

/** A text as the tracker shows it. */
export interface Written {
  readonly words: string;
  /** Where its links go. */
  readonly hrefs: readonly string[];
  /** Markup that none of our texts needs. */
  readonly foreign: readonly string[];
}

/** Milliseconds that the servers' search is behind. */
export const LAG = 2_000;
