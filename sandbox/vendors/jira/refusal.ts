import type { VendorAnswer } from '../vendor-server.ts';

/** In Jira's shape of errors. https://developer.atlassian.com/cloud/jira/platform/rest/v3/intro/#status-codes */
export function refused(
  status: number,
  messages: readonly string[],
  errors: Readonly<Record<string, string>> = {},
): VendorAnswer {
  return { status, body: { errorMessages: messages, errors } };
}

export const NO_ISSUE = refused(404, [
  'Issue does not exist or you do not have permission to see it.',
]);
