import type { CaseInput } from './case.ts';

/** Every S3 control's verdicts on a bucket that does not exist or cannot be read. */
export const ABSENT_OR_UNREADABLE: readonly CaseInput[] = [
  { name: 'that was deleted', bucket: { deleted: true }, verdict: 'gone' },
  {
    name: 'that answers NoSuchBucket while its account still lists it',
    bucket: { fault: 'listed-but-absent' },
    verdict: 'unknown',
  },
  { name: 'whose settings we may not read', bucket: { fault: 'denied' }, verdict: 'unknown' },
  {
    name: 'of that name in another account',
    bucket: { fault: 'owned-by-another' },
    verdict: 'unknown',
  },
  { name: 'that lives in another Region', bucket: { fault: 'redirected' }, verdict: 'unknown' },
  { name: 'whose Region keeps throttling us', bucket: { fault: 'throttled' }, verdict: 'unknown' },
];
