/** What the three S3 controls share: how a bucket is addressed, and what "not there" and "not readable" mean. */
import type { Problem } from '../domain/finding.ts';
import type { Look, ReadClients } from './control.ts';
import { attempt, failedWith, failureText, raw, responsesOf } from './reading.ts';
import type { Reading } from './reading.ts';
import type { Pause } from './retry.ts';

/** Readings by operation name; the names are those of the S3 API. */
export type Readings = Readonly<Record<string, Reading<unknown>>>;

/** Every call names the owner we expect, so that a stranger's bucket of the same name answers 403. */
export function addressOf(problem: Problem): { Bucket: string; ExpectedBucketOwner: string } {
  return { Bucket: problem.resource.name, ExpectedBucketOwner: problem.account };
}

/** True when any of the readings says that there is no such bucket. */
export function saysNoSuchBucket(readings: Readings): boolean {
  return Object.values(readings).some((reading) => failedWith(reading, 'NoSuchBucket'));
}

/** The look of a bucket that could not be read: the first reading that failed says why. */
export function unreadable(problem: Problem, readings: Readings, because: Readings): Look {
  const failures = Object.entries(because).flatMap(([name, reading]) =>
    reading.answered ? [] : [failureText(name, reading.error)],
  );
  return unknown(problem, failures.join('; '), responsesOf(readings));
}

/**
 * Decides between *gone* and *unknown* for a bucket that answered NoSuchBucket. S3 gives that answer to
 * anybody about any name, so it counts only if we are the finding's account, look in the finding's
 * Region, and the account's own list does not have the bucket either.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListBuckets.html
 */
export async function lookForBucket(
  problem: Problem,
  read: ReadClients,
  readings: Readings,
  pause?: Pause,
): Promise<Look> {
  const region = await read.s3.config.region();
  const identity = await attempt(() => read.sts.getCallerIdentity({}), pause);
  const listing = await listBuckets(problem.resource.name, read, pause);
  const responses = {
    ...responsesOf(readings),
    clientRegion: region,
    GetCallerIdentity: raw(identity),
    ListBuckets: listing.pages,
  };
  if (!identity.answered) {
    return unknown(problem, failureText('GetCallerIdentity', identity.error), responses);
  }
  if (listing.error !== null) return unknown(problem, listing.error, responses);
  const doubt = doubtOfAbsence(problem, identity.value.Account ?? '', region, listing.names);
  if (doubt !== null) return unknown(problem, doubt, responses);
  return {
    verdict: 'gone',
    summary: `Bucket ${problem.resource.name} does not exist: S3 answers NoSuchBucket and account ${problem.account} does not list it.`,
    error: null,
    responses,
    settings: null,
  };
}

/** Why "no such bucket" does not prove that the bucket is gone; null when it does. */
function doubtOfAbsence(
  problem: Problem,
  account: string,
  region: string,
  names: readonly string[],
): string | null {
  if (account !== problem.account) {
    return `S3 answered NoSuchBucket to account ${account || '(none)'}, but the finding is about account ${problem.account}`;
  }
  if (region !== problem.region) {
    return `S3 answered NoSuchBucket in ${region}, but the finding is about ${problem.region}`;
  }
  if (names.includes(problem.resource.name)) {
    return `S3 answered NoSuchBucket, but account ${account} lists the bucket; look again in some minutes`;
  }
  return null;
}

interface Listing {
  readonly names: readonly string[];
  readonly pages: readonly unknown[];
  readonly error: string | null;
}

/** All pages: a bucket on the second page is not gone. The prefix keeps the evidence small. */
async function listBuckets(name: string, read: ReadClients, pause?: Pause): Promise<Listing> {
  const names: string[] = [];
  const pages: unknown[] = [];
  let token: string | undefined;
  do {
    const input = { Prefix: name, MaxBuckets: 1000, ...(token && { ContinuationToken: token }) };
    const page = await attempt(() => read.s3.listBuckets(input), pause);
    pages.push(raw(page));
    if (!page.answered) return { names, pages, error: failureText('ListBuckets', page.error) };
    names.push(...(page.value.Buckets ?? []).map((bucket) => bucket.Name ?? ''));
    token = page.value.ContinuationToken;
  } while (token);
  return { names, pages, error: null };
}

/** We could not see: `error` says what was tried and what came. */
export function unknown(problem: Problem, error: string, responses: Look['responses']): Look {
  return {
    verdict: 'unknown',
    summary: `Bucket ${problem.resource.name} could not be judged.`,
    error: `Tried to read bucket ${problem.resource.name} of account ${problem.account} in ${problem.region}: ${error}`,
    responses,
    settings: null,
  };
}
