import type { Finding } from './finding.ts';

/**
 * Findings that GuardDuty and Macie generate on demand to show what findings look like.
 * https://docs.aws.amazon.com/guardduty/latest/ug/sample_findings.html
 */
export function isSample(finding: Finding): boolean {
  return (
    finding.sample ||
    finding.title.startsWith('[SAMPLE]') ||
    finding.productFields.get('aws/guardduty/service/additionalInfo/sample') === 'true' ||
    finding.resources.some(({ id }) => id.endsWith('macie-sample-finding-bucket'))
  );
}
