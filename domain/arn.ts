/** `arn:partition:service:region:account:resource`; region and account are empty for global and S3 resources. */
export interface Arn {
  readonly partition: string;
  readonly service: string;
  readonly region: string;
  readonly account: string;
  readonly resource: string;
}

/** Null for what is no ARN. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html */
export function parseArn(text: string): Arn | null {
  const [arn, partition, service, region, account, ...rest] = text.split(':');
  if (arn?.toLowerCase() !== 'arn' || rest.length === 0) return null;
  if (!partition || !service || region === undefined || account === undefined) return null;
  return {
    partition: partition.toLowerCase(),
    service: service.toLowerCase(),
    region: region.toLowerCase(),
    account,
    resource: rest.join(':'),
  };
}

/** One spelling for equal ARNs: only account and resource are case-sensitive. */
export function formatArn({ partition, service, region, account, resource }: Arn): string {
  return `arn:${partition}:${service}:${region}:${account}:${resource}`;
}

/** The partition of a resource, which is that of the roles in its account; `aws` where its id is no ARN. */
export function partitionOfResource(id: string): string {
  return parseArn(id)?.partition ?? 'aws';
}
