/** `arn:partition:service:region:account:resource`; Region and account are empty for what has none, as buckets. */
export interface Arn {
  readonly partition: string;
  readonly service: string;
  readonly region: string;
  readonly account: string;
  readonly resource: string;
}

/** Null for what is no ARN. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html */
export function readArn(text: string): Arn | null {
  const [, partition = '', service = '', region = '', account = '', resource = ''] =
    /^arn:(aws(?:-[a-z]+)*):([a-z0-9-]+):([a-z0-9-]*):(\d*):(.+)$/s.exec(text) ?? [];
  return resource === '' ? null : { partition, service, region, account, resource };
}

/** Where the roles of a resource's account live: its own ARN says so; `aws` where it has none. */
export function partitionOf(resourceId: string): string {
  return readArn(resourceId)?.partition ?? 'aws';
}
