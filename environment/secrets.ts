/** Secrets that a deployed process reads itself when it starts, so that no function's or task's definition holds them. */
import { SSM } from '@aws-sdk/client-ssm';
import { z } from 'zod';

/** The variables of a process, to which its secrets are added. */
export type Changeable = Record<string, string | undefined>;

const variables = z.record(
  z.string().regex(/^[A-Z][A-Z0-9_]*$/, 'expected the name of a variable'),
  z.string(),
);

/**
 * Adds what the SSM parameter named by `CLOSELOOP_SECRETS` holds: a SecureString with a JSON object of variables, for
 * example `{"TEMPORAL_API_KEY": "…"}`. Without that variable nothing is read. Needs ssm:GetParameter on the one
 * parameter. Throws an Error that names process, parameter and what to do, and no value; also for a variable that the
 * environment sets already, because nobody could tell which of the two counts.
 * https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_GetParameter.html
 */
export async function readSecrets(
  owner: string,
  environment: Changeable,
  ssm: Pick<SSM, 'getParameter'> = new SSM(CLIENT),
): Promise<void> {
  const name = environment['CLOSELOOP_SECRETS'];
  if (name === undefined || name === '') return;
  const secrets = parse(await fetchParameter(ssm, name));
  if ('fault' in secrets) throw unusable(owner, name, secrets.fault);
  const twice = Object.keys(secrets.found).filter(
    (variable) => environment[variable] !== undefined,
  );
  if (twice.length > 0)
    throw unusable(owner, name, `the environment sets ${twice.join(', ')} too: keep one of them`);
  Object.assign(environment, secrets.found);
}

/** A start waits for one answer; the platform starts again what failed. Milliseconds. */
const CLIENT = {
  maxAttempts: 2,
  requestHandler: { connectionTimeout: 1_000, requestTimeout: 2_000, throwOnRequestTimeout: true },
} as const;

type Read = { readonly text: string } | { readonly fault: string };

async function fetchParameter(ssm: Pick<SSM, 'getParameter'>, Name: string): Promise<Read> {
  try {
    const { Parameter } = await ssm.getParameter({ Name, WithDecryption: true });
    if (Parameter?.Type !== 'SecureString')
      return { fault: `it is a ${Parameter?.Type}: store it as a SecureString` };
    return { text: Parameter.Value ?? '' };
  } catch (error) {
    const why = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    return { fault: `ssm:GetParameter answered ${why}` };
  }
}

type Parsed = { readonly found: Record<string, string> } | { readonly fault: string };

/** Errors of parsers quote what they read, so their texts are not handed on. */
function parse(read: Read): Parsed {
  if ('fault' in read) return read;
  try {
    const { success, data } = variables.safeParse(JSON.parse(read.text));
    if (success) return { found: data };
  } catch {
    // No JSON is as wrong as JSON of another shape.
  }
  return { fault: 'expected a JSON object of variables, {"NAME": "value"}, all of them texts' };
}

function unusable(owner: string, name: string, fault: string): Error {
  return new Error(
    `The secrets of ${owner} could not be read from the parameter ${name}: ${fault}.`,
  );
}
