import type { S3 } from '@aws-sdk/client-s3';

import type { Problem } from '../domain/finding.ts';
import { confirmAbsence, unknownResult } from './absence.ts';
import type { Absence, ListedKind } from './absence.ts';
import type { CheckResult, Verify } from './control.ts';
import { failedWith, failureText, responsesOf, tryRead } from './reading.ts';
import type { Readings } from './reading.ts';

interface BucketSetting<T> {
  /** The S3 operation, as the evidence names it. */
  readonly operation: string;
  readonly call: (s3: S3, bucket: BucketAddress) => Promise<T>;
  /** The error by which S3 says that the setting is not configured. */
  readonly notConfigured?: string;
  /** Judges the response; null where the setting is not configured. */
  readonly judge: (
    response: T | null,
    bucket: string,
  ) => Pick<CheckResult, 'summary' | 'settings'> & { readonly fixed: boolean };
}

/** For the controls whose verdict needs one read of the bucket. */
export function verifyBucketSetting<T>(setting: BucketSetting<T>): Verify {
  const { operation, call, notConfigured, judge } = setting;
  return async (problem, read, pause) => {
    const reading = await tryRead(() => call(read.s3, addressOf(problem)), pause);
    const readings = { [operation]: reading };
    if (saysNoSuchBucket(readings)) return confirmBucketAbsence(problem, { read, readings, pause });
    const absent = notConfigured !== undefined && failedWith(reading, notConfigured);
    if (!reading.answered && !absent) return unreadableBucket(problem, readings);
    const response = reading.answered ? reading.value : null;
    const { fixed, summary, settings } = judge(response, problem.resource.name);
    const verdict = fixed ? 'fixed' : 'open';
    return { verdict, summary, error: null, responses: responsesOf(readings), settings };
  };
}

interface BucketAddress {
  readonly Bucket: string;
  readonly ExpectedBucketOwner: string;
}

/** Every call names the owner we expect, so that a stranger's bucket of the same name answers 403. */
export function addressOf(problem: Problem): BucketAddress {
  return { Bucket: problem.resource.name, ExpectedBucketOwner: problem.account };
}

/** True when any of the readings says that there is no such bucket. */
export function saysNoSuchBucket(readings: Readings): boolean {
  return Object.values(readings).some((reading) => failedWith(reading, 'NoSuchBucket'));
}

/** The result for a bucket that could not be read: `because` are the readings that had to answer. */
export function unreadableBucket(
  problem: Problem,
  readings: Readings,
  because: Readings = readings,
): CheckResult {
  const failures = Object.entries(because).flatMap(([name, reading]) =>
    reading.answered ? [] : [failureText(name, reading.error)],
  );
  return unknownBucket(problem, failures.join('; '), readings);
}

export function unknownBucket(problem: Problem, error: string, readings: Readings): CheckResult {
  return unknownResult(problem, { noun: 'Bucket', error, responses: responsesOf(readings) });
}

/** The verdict on a bucket that answered NoSuchBucket. */
export async function confirmBucketAbsence(
  problem: Problem,
  { read, readings, pause }: Omit<Absence, 'kind'> & { readonly readings: Readings },
): Promise<CheckResult> {
  const kind: ListedKind = {
    noun: 'Bucket',
    service: 'S3',
    absent: 'NoSuchBucket',
    operation: 'ListBuckets',
    region: async () => read.s3.config.region(),
    // The prefix keeps the evidence small.
    page: async (ContinuationToken) => {
      const token = ContinuationToken && { ContinuationToken };
      const input = { Prefix: problem.resource.name, MaxBuckets: 1000, ...token };
      const raw = await read.s3.listBuckets(input);
      const names = (raw.Buckets ?? []).map(({ Name }) => Name ?? '');
      return { names, token: raw.ContinuationToken, raw };
    },
  };
  return confirmAbsence(problem, { read, kind, readings, pause });
}
