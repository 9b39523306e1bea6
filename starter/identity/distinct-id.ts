import { productOf } from '../../domain/product.ts';
import type { Finding, FindingResource } from '../event/finding.ts';

/**
 * The resource's id, with what tells apart problems that their sender reports under one id:
 * GuardDuty names the key of every sign-in to the console `AWS::IAM::AccessKey:null` and the person in Details;
 * kube-bench names the cluster and puts the node behind it in the finding's id.
 */
export function distinctId(finding: Finding, { type, id, principal }: FindingResource): string {
  if (type === 'AwsIamAccessKey' && NO_KEY.test(id) && principal !== null)
    return `AWS::IAM::AccessKey:null/${principal}`;
  const node = finding.id.split(`${id}+`)[1];
  const isKubeBench = productOf(finding.productArn).slug === 'aqua-security/kube-bench';
  return isKubeBench && node ? `${id}+${node}` : id;
}

const NO_KEY = /^(AWS::IAM::AccessKey:)?(null)?$/i;
