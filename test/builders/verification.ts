/** What a verification found. */
import type { Verdict, Verification } from '../../domain/verdict.ts';

export function verification(verdict: Verdict, changes: Partial<Verification> = {}): Verification {
  return {
    id: `v-${verdict}`,
    verdict,
    summary: `looks ${verdict}`,
    error: verdict === 'unknown' ? 'AccessDenied on s3:GetBucketAcl' : null,
    evidence: { bucket: 'evidence', key: 'evidence/x.json', sha256: 'b'.repeat(64) },
    at: '2026-11-01T10:00:00.000Z',
    ...(verdict === 'unknown' || verdict === 'gone' ? {} : { settings: READ[verdict] }),
    ...changes,
  };
}

const NAME = 'Public access block, BlockPublicAcls';
const READ = {
  open: [{ name: NAME, value: 'false' }],
  fixed: [{ name: NAME, value: 'true' }],
} as const;

/** As the closer's own look at a fixed bucket. */
export const verifiedFixed: Verification = verification('fixed', {
  id: 'v-0d3a',
  summary: 'Bucket payments-logs is not public.',
  evidence: { bucket: 'evidence', key: 'evidence/x/v-0d3a.json', sha256: 'ab'.repeat(32) },
  at: '2026-11-23T06:10:00.000Z',
});
