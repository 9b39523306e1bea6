import { Refused } from '../vendor-server.ts';

/** In Jira's shape of errors. https://developer.atlassian.com/cloud/jira/platform/rest/v3/intro/#status-codes */
export function refused(status: number, ...errorMessages: readonly string[]): Refused {
  return new Refused({ status, body: { errorMessages, errors: {} } });
}

/** What is wrong with which field. */
export function refusedFields(errors: readonly (readonly [string, string])[]): Refused {
  return new Refused({
    status: 400,
    body: { errorMessages: [], errors: Object.fromEntries(errors) },
  });
}

export function lackingFields(names: readonly string[]) {
  return names.map((name) => [name, `${name} is required.`] as const);
}

export function unknownFields(names: readonly string[]) {
  const why = 'It is not on the appropriate screen, or unknown.';
  return names.map((name) => [name, `Field '${name}' cannot be set. ${why}`] as const);
}
