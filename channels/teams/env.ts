import { z } from 'zod';

/** Of the function that tells Teams. */
export interface TeamsEnv {
  readonly ledgerPrefix: string;
  /** Workflows' addresses by the name that `teams:NAME` uses. */
  readonly urls: Readonly<Record<string, string>>;
  readonly defaultWorkflow: string | null;
}

/** Cards go nowhere in clear, but on this machine. */
const address = z
  .url("expected a workflow's address, https://…")
  .regex(/^(https:\/\/|http:\/\/127\.0\.0\.1:)/, 'expected https://');

const urls = z
  .string({ error: 'missing: {"NAME": "https://…"}, the address of each workflow by its name' })
  .transform((text, context) => {
    try {
      return z.unknown().parse(JSON.parse(text));
    } catch {
      context.addIssue({ code: 'custom', message: 'expected JSON: {"NAME": "https://…"}' });
      return z.NEVER;
    }
  })
  .pipe(
    z
      .record(z.string(), address)
      .refine(
        (all) => Object.keys(all).every((name) => /^[\w-]{1,80}$/.test(name)),
        'expected names of letters, digits, _ and -',
      )
      .refine((all) => Object.keys(all).length > 0, 'expected at least one workflow'),
  );

const shape = z
  .object({
    AWS_REGION: z.string({ error: 'missing: the Region of the ledger, for example eu-west-1' }),
    CLOSELOOP_LEDGER_PREFIX: z.string().min(1).default('closeloop'),
    TEAMS_WORKFLOWS: urls,
    CLOSELOOP_TEAMS_DEFAULT: z.string().optional(),
  })
  .refine(
    ({ TEAMS_WORKFLOWS: known, CLOSELOOP_TEAMS_DEFAULT: name }) =>
      name === undefined || Object.hasOwn(known, name),
    { path: ['CLOSELOOP_TEAMS_DEFAULT'], message: 'expected a name in TEAMS_WORKFLOWS' },
  );

/** Throws an Error that names everything missing or malformed at once, and no address. */
export function readTeamsEnv(variables: Readonly<Record<string, string | undefined>>): TeamsEnv {
  const parsed = shape.safeParse(variables);
  if (!parsed.success) {
    const lines = parsed.error.issues.map(({ path, message }) => `  ${path.join('.')}: ${message}`);
    throw new Error(`The environment of the Teams function is not complete:\n${lines.join('\n')}`);
  }
  const { data } = parsed;
  return {
    ledgerPrefix: data.CLOSELOOP_LEDGER_PREFIX,
    urls: data.TEAMS_WORKFLOWS,
    defaultWorkflow: data.CLOSELOOP_TEAMS_DEFAULT ?? null,
  };
}
