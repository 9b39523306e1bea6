import { parseArn } from './arn.ts';

/** Who sent a finding. Only Security Hub and registered partners can send under another ARN than `…/default`. */
export interface Product {
  /** `aws/securityhub`, `prowler/prowler`, `111122223333/default`; the ARN itself where it has no such part. */
  readonly slug: string;
  /** An AWS service of Security Hub's own list: no customer can import findings under this ARN. */
  readonly aws: boolean;
}

/**
 * `arn:aws:securityhub:eu-west-1::product/aws/securityhub` and its `productv2` form.
 * https://docs.aws.amazon.com/securityhub/latest/userguide/finding-retrieve-api-cli.html
 */
export function productOf(productArn: string): Product {
  const arn = parseArn(productArn);
  const [kind, company, name, ...rest] = arn?.resource.split('/') ?? [];
  const known = (kind === 'product' || kind === 'productv2') && company && name;
  if (arn?.service !== 'securityhub' || !known || rest.length > 0) {
    return { slug: productArn.toLowerCase(), aws: false };
  }
  return {
    slug: `${company}/${name}`.toLowerCase(),
    aws: company.toLowerCase() === 'aws' && arn.account === '',
  };
}
