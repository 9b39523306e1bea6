import assert from 'node:assert/strict';

import type { CheckResult } from '../../controls/control.ts';
import { controlById } from '../../controls/index.ts';
import type { Problem } from '../../domain/finding.ts';
import { ACCOUNT, BUCKET, bucketProblem, REGION } from '../builders/problem.ts';
import { error, listing, ok } from './s3-answers.ts';
import type { Answer } from './s3-answers.ts';
import { startStandIn } from './s3-stand-in.ts';
import type { Request } from './s3-stand-in.ts';

const GONE = error(404, 'NoSuchBucket', 'The specified bucket does not exist');

describe('A bucket that answers NoSuchBucket', () => {
  it('a bucket with NoSuchBucket is gone when its own account does not list it', async () => {
    const { look } = await lookAt({ list: () => ok(listing([`${BUCKET}-2`])) });

    assert.equal(look.verdict, 'gone');
    assert.ok('GetCallerIdentity' in look.responses);
    assert.ok('ListBuckets' in look.responses);
  });

  it('a bucket with NoSuchBucket is unknown when only the second page lists it', async () => {
    const { look, requests } = await lookAt({
      list: ({ url }) =>
        ok(
          url.includes('continuation-token=more') ? listing([BUCKET]) : listing(['other'], 'more'),
        ),
    });

    assert.equal(look.verdict, 'unknown');
    assert.match(look.error ?? '', /lists the bucket/);
    assert.equal(requests.filter(({ query }) => query === 'list').length, 2);
  });

  it('a bucket with NoSuchBucket is unknown when the client belongs to another account', async () => {
    const { look } = await lookAt({ account: '444455556666' });

    assert.equal(look.verdict, 'unknown');
    assert.match(look.error ?? '', /444455556666.*111122223333/);
  });

  it('a bucket with NoSuchBucket is unknown when the client asks another Region', async () => {
    const { look } = await lookAt({ region: 'eu-central-1' });

    assert.equal(look.verdict, 'unknown');
    assert.match(look.error ?? '', /eu-central-1.*eu-west-1/);
  });

  it('a bucket with NoSuchBucket is unknown when ListBuckets is denied', async () => {
    const { look } = await lookAt({ list: () => error(403, 'AccessDenied') });

    assert.equal(look.verdict, 'unknown');
    assert.match(look.error ?? '', /ListBuckets answered AccessDenied \(403\)/);
  });

  it('a bucket with NoSuchBucket is unknown for a finding without an account', async () => {
    const { look } = await lookAt({
      problem: bucketProblem('S3.PublicAccess', BUCKET, { account: 'unknown' }),
    });

    assert.equal(look.verdict, 'unknown');
  });

  it('a bucket that vanishes between two reads is gone', async () => {
    const { look } = await lookAt({
      bucket: ({ query }) =>
        query === 'acl'
          ? ok('<AccessControlPolicy><Owner><ID>x</ID></Owner></AccessControlPolicy>')
          : GONE,
    });

    assert.equal(look.verdict, 'gone');
  });
});

interface World {
  readonly account?: string;
  readonly region?: string;
  readonly problem?: Problem;
  readonly list?: (request: Request) => Answer;
  readonly bucket?: (request: Request) => Answer;
}

async function lookAt(world: World): Promise<{ look: CheckResult; requests: readonly Request[] }> {
  const { list = () => ok(listing([])), bucket = () => GONE } = world;
  await using aws = await startStandIn({
    region: world.region ?? REGION,
    account: world.account ?? ACCOUNT,
    answer: (request) => (request.query === 'list' ? list(request) : bucket(request)),
  });
  const control = controlById('S3.PublicAccess');
  assert.ok(control);
  const look = await control.verify(
    world.problem ?? bucketProblem('S3.PublicAccess'),
    aws.read,
    async () => {},
  );
  return { look, requests: aws.requests };
}
