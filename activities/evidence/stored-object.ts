import { Readable } from 'node:stream';

import type { S3 } from '@aws-sdk/client-s3';
import { ApplicationFailure } from '@temporalio/common';

import type { EvidenceRef } from '../../domain/verdict.ts';
import { callAws } from '../aws/failures.ts';

/** In bytes. Far more than a check of any control leaves, so that no object can fill the memory of who reads it. */
export const LARGEST = 16 * 1024 * 1024;

/** What stands in the evidence bucket under a key now. */
type StoredObject =
  | { readonly status: 'there'; readonly bytes: Uint8Array }
  /** `gone`: there is no such object. `refused`: S3 does not say. `too-large`: it was not read. */
  | { readonly status: 'gone' | 'refused' | 'too-large'; readonly why: string };

/** Reads an object of evidence. Throws `Unavailable` or `Throttled`, which say nothing about the object. */
export type ReadStored = (at: Pick<EvidenceRef, 'bucket' | 'key'>) => Promise<StoredObject>;

/** Needs s3:GetObject, and s3:ListBucket to tell an object that is gone from one that is refused. */
export function storedInS3(s3: Pick<S3, 'getObject'>): ReadStored {
  return async ({ bucket, key }) => {
    try {
      return await callAws(`s3:GetObject of ${key} in bucket ${bucket}`, () =>
        download(s3, { Bucket: bucket, Key: key }),
      );
    } catch (error) {
      return missing(error);
    }
  };
}

async function download(
  s3: Pick<S3, 'getObject'>,
  at: { readonly Bucket: string; readonly Key: string },
): Promise<StoredObject> {
  const { Body, ContentLength } = await s3.getObject(at);
  if (Body === undefined || ContentLength === undefined || ContentLength > LARGEST) {
    // The rest of the answer is not wanted, and that it ends early is no error.
    if (Body instanceof Readable) Body.on('error', () => undefined).destroy();
    const size = ContentLength === undefined ? 'of a size that S3 does not say' : ContentLength;
    const why = `it is ${size} bytes, and more than ${LARGEST} are not read`;
    return { status: 'too-large', why };
  }
  return { status: 'there', bytes: await Body.transformToByteArray() };
}

/**
 * Without s3:ListBucket S3 answers 403 for an object that does not exist:
 * https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html
 */
function missing(error: unknown): StoredObject {
  if (!(error instanceof ApplicationFailure)) throw error;
  if (error.type === 'ResourceNotFound') return { status: 'gone', why: error.message };
  if (error.type === 'AccessDenied') return { status: 'refused', why: error.message };
  throw error;
}
