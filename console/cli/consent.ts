/** Shows what is signed before it is signed, and asks the person in front of a terminal. */
import { createInterface } from 'node:readline/promises';

import { pageOf } from '../output/page.ts';
import type { Lines, Page } from '../output/page.ts';

/** Resolves to false where the person does not want to sign what was shown. */
export type Consent = (
  text: (page: Page) => Lines,
  options: { readonly yes: boolean },
) => Promise<boolean>;

interface Streams {
  readonly stdin: NodeJS.ReadStream;
  readonly stdout: NodeJS.WriteStream;
  readonly stderr: NodeJS.WriteStream;
  readonly variables: Readonly<Record<string, string | undefined>>;
}

/**
 * Where nobody can answer (a pipe, `--json`, `--yes`) it is shown and signed: the script's author decided. With
 * `--json` it is shown on stderr, because stdout is one line of JSON.
 */
export function consentAt({ stdin, stdout, stderr, variables }: Streams, json: boolean): Consent {
  return async (text, { yes }) => {
    const out = json ? stderr : stdout;
    const page = pageOf(out, variables);
    out.write(`${page.print([...text(page), ''])}\n`);
    if (yes || json || !stdin.isTTY || !stdout.isTTY) return true;
    const asking = createInterface({ input: stdin, output: stdout });
    try {
      return /^(?:y|yes)$/i.test((await asking.question('Sign exactly this? [y/N] ')).trim());
    } finally {
      asking.close();
    }
  };
}
