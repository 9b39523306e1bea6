import type { Message } from '../activities/notify/message.ts';
import { utc } from '../domain/text.ts';

const REASONS: Readonly<Record<string, string>> = {
  remediated: 'by Closeloop',
  'already-fixed': 'before Closeloop did anything',
  'fixed-by-others': 'by somebody else',
  gone: 'because the resource was deleted',
  attested: 'as two people attested',
  'by-source': 'by its source',
};

/** How the episode ended, in one sentence without its full stop; null while it is open. */
export function verdictOf({
  destiny,
  destinyReason: reason,
  exception,
}: Message['state']): string | null {
  if (destiny === null) return null;
  if (destiny === 'Accepted' && exception !== null) {
    const { by, confirmedBy, until, why } = exception;
    const second = confirmedBy === null ? '' : `, confirmed by ${confirmedBy}`;
    return `Accepted by ${by}${second}, until ${utc(until)}: ${why}`;
  }
  return reason === null ? destiny : `${destiny} ${REASONS[reason] ?? `(${reason})`}`;
}
