export type Args = Readonly<Record<string, string>>;
export type Answer = { readonly ok: true; readonly [name: string]: unknown } | Refusal;

export interface Refusal {
  readonly ok: false;
  readonly error: string;
  readonly response_metadata?: { readonly messages: readonly string[] };
}

export function refused(error: string, ...messages: readonly string[]): Refusal {
  return messages.length === 0
    ? { ok: false, error }
    : { ok: false, error, response_metadata: { messages } };
}
