import { z } from 'zod';

import type { Credentials } from '../../gateway/principals.ts';

/** Where and as whom a step's call is made. */
export interface Session {
  readonly endpoint: string;
  readonly region: string;
  readonly credentials: Credentials;
}

interface Client {
  send(command: unknown): Promise<unknown>;
  destroy(): void;
}

const ClientClass = z.custom<new (config: object) => Client>(
  (value) => typeof value === 'function',
);
const CommandClass = z.custom<new (input: unknown) => unknown>(
  (value) => typeof value === 'function',
  { error: 'no such operation' },
);
const Response = z.record(z.string(), z.unknown());

/**
 * Calls any operation of any service whose SDK client is installed, as `aws:executeAwsApi` does.
 * Throws an error worded as botocore words it, because that is what runbooks report.
 */
export async function callApi(
  {
    service,
    api,
    input,
  }: { readonly service: string; readonly api: string; readonly input: unknown },
  session: Session,
): Promise<Record<string, unknown>> {
  const operation = operationName(api);
  const library = await loadClient(service);
  const command = CommandClass.safeParse(library[`${operation}Command`]);
  if (!command.success) throw new Error(`The service ${service} has no operation ${api}.`);
  const name = Object.keys(library).find((key) => /^[A-Z]\w*Client$/.test(key)) ?? '';
  const Class = ClientClass.parse(library[name]);
  const client = new Class({ ...session, maxAttempts: 1 });
  try {
    const { $metadata: _metadata, ...response } = Response.parse(
      await client.send(new command.data(input)),
    );
    return response;
  } catch (error) {
    throw asBotocore(error, operation);
  } finally {
    client.destroy();
  }
}

/** `PutBucketAcl`, `putBucketAcl` and `put_bucket_acl` are the same operation. */
function operationName(api: string): string {
  return api
    .split('_')
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('');
}

async function loadClient(service: string): Promise<Record<string, unknown>> {
  const name = `@aws-sdk/client-${service.toLowerCase()}`;
  try {
    return Response.parse({ ...(await import(name)) });
  } catch (error) {
    const message = `The sandbox cannot call ${service}: ${name} is not installed.`;
    throw new Error(message, { cause: error });
  }
}

function asBotocore(error: unknown, operation: string): Error {
  const { name, message } = error instanceof Error ? error : new Error(String(error));
  const text = `An error occurred (${name}) when calling the ${operation} operation: ${message}`;
  return new Error(text, { cause: error });
}
