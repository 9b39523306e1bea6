import type { Place } from '../security-hub/events.ts';

interface Where extends Place {
  /** Signing name, for example `events`. */
  readonly service: string;
  /** `X-Amz-Target`, for example `AWSEvents.ListRules`. */
  readonly target: string;
}

/** The gateway's own calls of the back end, in any account's name, past enforcement and log. Throws on an error answer. */
export type JsonCall = (where: Where, input: unknown) => Promise<unknown>;
/** The same for the query protocol: parameters in, XML out. */
export type QueryCall = (
  where: Omit<Where, 'target'>,
  input: Readonly<Record<string, string>>,
) => Promise<string>;

export function jsonCaller(backendUrl: string): JsonCall {
  return async (where, input) => {
    const response = await fetch(backendUrl, {
      method: 'POST',
      headers: {
        'content-type': 'application/x-amz-json-1.1',
        'x-amz-target': where.target,
        authorization: credential(where),
      },
      body: JSON.stringify(input),
    });
    const text = await checked(response, where.target);
    return text === '' ? {} : JSON.parse(text);
  };
}

export function queryCaller(backendUrl: string): QueryCall {
  return async (where, input) => {
    const headers = { authorization: credential(where) };
    const body = new URLSearchParams(input);
    const response = await fetch(backendUrl, { method: 'POST', headers, body });
    return checked(response, input['Action'] ?? where.service);
  };
}

async function checked(response: Response, what: string): Promise<string> {
  const text = await response.text();
  if (response.ok) return text;
  throw new Error(`The back end answered ${response.status} to ${what}: ${text.slice(0, 300)}`);
}

/** The back end takes a 12-digit key id for the account and does not check the signature. */
function credential({ account, region, service }: Omit<Where, 'target'>): string {
  const scope = `${account}/20250101/${region}/${service}/aws4_request`;
  return `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host, Signature=none`;
}
