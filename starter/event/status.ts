import { productOf } from '../../domain/product.ts';
import type { Finding } from './finding.ts';

/**
 * The source could not look. Security Hub says so with NOT_AVAILABLE, or with WARNING where AWS Config is off.
 * https://docs.aws.amazon.com/securityhub/latest/userguide/controls-overall-status.html
 */
export function isNotEvaluated({ compliance, productArn }: Finding): boolean {
  if (compliance === 'NOT_AVAILABLE') return true;
  return compliance === 'WARNING' && productOf(productArn).slug === 'aws/securityhub';
}

/** Somebody muted it in Prowler, which sends that as WARNING because ASFF has no word for it. */
export function isMuted({ compliance, productArn }: Finding): boolean {
  return compliance === 'WARNING' && productOf(productArn).slug === 'prowler/prowler';
}
