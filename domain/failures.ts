/**
 * Every failure type that an activity throws, grouped by who can act. Retry policies, stories and the CLI
 * read this list; a type that is not here is a bug in us and is retried until its deadline.
 * Expected answers ("already fixed", "moved", "refused") are values, not failures.
 */
const FAILURES = {
  /** Input that our own code should never have sent: retrying cannot help. */
  ours: ['InvalidInput', 'SchemaMismatch', 'ConfigurationError'],
  /** The account's owner has to grant something. */
  owner: ['AccessDenied', 'RoleNotAssumable'],
  /** AWS answered, and the answer will not change by asking again. */
  aws: ['ResourceNotFound', 'DocumentNotFound', 'UnprocessedFindings'],
  /** Time heals it: throttling, network, 5xx. The only retryable group. */
  temporary: ['Throttled', 'Unavailable'],
} as const;

export type FailureType = (typeof FAILURES)[keyof typeof FAILURES][number];

/** For `retry.nonRetryableErrorTypes`. */
export const NOT_RETRYABLE: readonly FailureType[] = [
  ...FAILURES.ours,
  ...FAILURES.owner,
  ...FAILURES.aws,
];
