/** Requests to a function URL. https://docs.aws.amazon.com/lambda/latest/dg/urls-invocation.html */
import { z } from 'zod';

export interface UrlRequest {
  readonly path: string;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  /** The bytes as they came: signatures are over these. */
  readonly body: Buffer;
}

export interface UrlReply {
  readonly statusCode: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: string;
}

const eventShape = z.object({
  rawPath: z.string().default('/'),
  headers: z.record(z.string(), z.string().optional()),
  body: z.string().default(''),
  isBase64Encoded: z.boolean().default(false),
});

/** Null for an event that is no request of a function URL. */
export function readUrlRequest(event: unknown): UrlRequest | null {
  const parsed = eventShape.safeParse(event);
  if (!parsed.success) return null;
  const { rawPath: path, headers, body, isBase64Encoded } = parsed.data;
  const lower = Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]);
  const bytes = Buffer.from(body, isBase64Encoded ? 'base64' : 'utf8');
  return { path, headers: Object.fromEntries(lower), body: bytes };
}
