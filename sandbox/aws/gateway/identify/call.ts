/** The protocol of a service, which determines the format of its errors. */
export type Protocol = 'json' | 'rest-json' | 'query' | 'ec2' | 'rest-xml' | 'cbor';

/** The operation of a request, as IAM and the API name it. */
export interface Call {
  readonly protocol: Protocol;
  /** IAM prefix: `s3`, `securityhub`, `tag`. */
  readonly service: string;
  readonly operation: string;
  /** IAM actions needed, the main one first. */
  readonly actions: readonly string[];
  /** ARN where the request contains it, else `*`. */
  readonly resource: string;
  readonly region: string;
  /** The JSON body of the json protocols, the parameters of the query protocol; `{}` otherwise. */
  readonly input: Readonly<Record<string, unknown>>;
}
