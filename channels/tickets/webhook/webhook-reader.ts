import type { Tracker } from '../tickets.ts';

/** A tracker says that somebody changed a ticket's status. Only a hint: the present status is read from the tracker. */
export interface StatusChange {
  readonly tracker: Tracker;
  /** The ticket's id. */
  readonly ticket: string;
  /** The same for the same change, however often it is sent. */
  readonly id: string;
  /** The person's name in the tracker; unproved. */
  readonly by: string;
}

/** A request as it came: what proves its origin is over these bytes. Names of headers in lower case. */
export interface Received {
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: string;
}

/** How the webhooks of one tracker are authenticated and read. */
export interface WebhookReader {
  /** Null, or in one sentence why it did not come from the tracker. */
  readonly originProblem: (received: Received, secret: string) => string | null;
  /** Null for what is about something else. Throws a ZodError or SyntaxError for what is no webhook of the tracker. */
  readonly statusChange: (body: string) => StatusChange | null;
}
