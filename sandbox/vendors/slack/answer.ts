import type { z } from 'zod';

import { Refused } from '../vendor-server.ts';

export type Args = Readonly<Record<string, string>>;
export interface Answer {
  readonly ok: true;
  readonly [name: string]: unknown;
}

/** Slack refuses with status 200, in the body's words. */
export function refused(error: string, ...messages: readonly string[]): Refused {
  const more = messages.length === 0 ? {} : { response_metadata: { messages } };
  return new Refused({ status: 200, body: { ok: false, error, ...more } });
}

/** What a schema says, in Slack's words: where in `root` it is wrong. */
export function problemsIn(root: string, { issues }: z.ZodError): readonly string[] {
  return issues.map(
    ({ message, path }) => `[ERROR] ${message} [json-pointer:${[root, ...path].join('/')}]`,
  );
}
