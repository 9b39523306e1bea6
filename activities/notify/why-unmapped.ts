/** Why a finding that no control covers matters: Closeloop knows only what kind of finding its product reports. */
import type { LedgerRow } from '../../domain/story.ts';

type Unmapped = Pick<LedgerRow, 'problem' | 'findings'>;

/** One or two sentences, from what the product says of the finding. Pure. */
export function whyUnmapped({ problem, findings }: Unmapped): string {
  const product = productOf(findings[0]?.productArn ?? '');
  const kind = KINDS.find(({ is }) => is.test(`${product}:${problem.findingType}`));
  return `${kind?.why ?? OTHER} What it found, and what its makers advise, is in Security Hub.`;
}

/** https://docs.aws.amazon.com/securityhub/latest/userguide/securityhub-internal-providers.html */
function productOf(arn: string): string {
  return /:product\/(?:aws\/)?([^/]+)/.exec(arn)?.[1] ?? 'unknown';
}

const KINDS = [
  {
    is: /^guardduty:|:TTPs\/|:Effects\/|:Unusual Behaviors\//i,
    why: 'It may be an attack that is under way, or a stolen credential in use: look at it before anything else.',
  },
  {
    is: /^inspector:|\bCVE-\d|\/Vulnerabilities\//i,
    why: 'Software with a known vulnerability runs here: whoever reaches it may be able to exploit it.',
  },
  {
    is: /^macie:|SensitiveData|:Sensitive Data Identifications\//i,
    why: 'Sensitive data lies here: whoever may read this resource may read it too.',
  },
  {
    is: /^access-analyzer:|External Access/i,
    why: 'Somebody outside of your account or organisation may have access to this resource.',
  },
] as const;

const OTHER = 'Its product reports it as a deviation from what is safe.';
