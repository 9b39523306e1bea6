/**
 * Every failure type that an activity throws, grouped by who can help. A type that is not here is a bug in Closeloop
 * and is retried until its deadline. Expected answers ("already fixed", "drifted", "refused") are values, not failures.
 */
const FAILURES = {
  /** Closeloop itself sent wrong input or is configured wrongly. */
  ours: ['InvalidInput', 'SchemaMismatch', 'ConfigurationError'],
  /** The account's owner has to grant a permission. */
  owner: ['AccessDenied', 'RoleNotAssumable'],
  /** AWS answered, and would answer the same again. */
  aws: ['ResourceNotFound', 'DocumentNotFound', 'DocumentDiffers', 'UnprocessedFindings'],
  /** Throttling, network, 5xx: the only group that is retried. */
  temporary: ['Throttled', 'Unavailable'],
} as const;

export type FailureType = (typeof FAILURES)[keyof typeof FAILURES][number];

/** For `retry.nonRetryableErrorTypes`. */
export const NOT_RETRYABLE: readonly FailureType[] = [
  ...FAILURES.ours,
  ...FAILURES.owner,
  ...FAILURES.aws,
];
