/** How a service speaks, which decides what an error looks like. */
export type Protocol = 'json' | 'rest-json' | 'query' | 'ec2' | 'rest-xml' | 'cbor';

/** What a request asks for, in the words of IAM and of the API. */
export interface Call {
  readonly protocol: Protocol;
  /** IAM prefix: `s3`, `securityhub`, `tag`. */
  readonly service: string;
  readonly operation: string;
  /** IAM actions needed, the main one first. */
  readonly actions: readonly string[];
  /** ARN where it can be told from the request, else `*`. */
  readonly resource: string;
  readonly region: string;
  /** The JSON body of the json protocols, the parameters of the query protocol; `{}` otherwise. */
  readonly input: Readonly<Record<string, unknown>>;
}
