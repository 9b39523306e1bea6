import { z } from 'zod';

import { encryptedUrl, ledgerPrefix, region, required } from '../../environment/fields.ts';
import { readEnvironment } from '../../environment/read-environment.ts';
import type { Variables } from '../../environment/read-environment.ts';
import { parseJson } from '../http.ts';

/** Workflows' addresses by the name that `teams:NAME` uses. */
const urls = required('{"NAME": "https://…"}, the address of each workflow by its name')
  .transform(parseJson)
  .pipe(
    z
      .record(
        z.string(),
        encryptedUrl("expected a workflow's address, https://…"),
        'expected JSON: {"NAME": "https://…"}',
      )
      .refine(
        (all) => Object.keys(all).every((name) => /^[\w-]{1,80}$/.test(name)),
        'expected names of letters, digits, _ and -',
      )
      .refine((all) => Object.keys(all).length > 0, 'expected at least one workflow'),
  );

export const shape = z
  .object({
    AWS_REGION: region,
    CLOSELOOP_LEDGER_PREFIX: ledgerPrefix,
    TEAMS_WORKFLOWS: urls,
    CLOSELOOP_TEAMS_DEFAULT: z.string().optional(),
  })
  .refine(
    ({ TEAMS_WORKFLOWS: known, CLOSELOOP_TEAMS_DEFAULT: name }) =>
      name === undefined || Object.hasOwn(known, name),
    { path: ['CLOSELOOP_TEAMS_DEFAULT'], message: 'expected a name in TEAMS_WORKFLOWS' },
  )
  .transform((data) => ({
    ledgerPrefix: data.CLOSELOOP_LEDGER_PREFIX,
    urls: data.TEAMS_WORKFLOWS,
    defaultWorkflow: data.CLOSELOOP_TEAMS_DEFAULT ?? null,
  }));

/**
 * The environment of the function that posts notifications to Teams. Throws an Error that names everything missing or
 * malformed at once, and no address.
 */
export function readTeamsEnv(variables: Variables) {
  return readEnvironment('the Teams function', shape, variables);
}
