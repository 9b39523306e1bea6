import { z } from 'zod';

import { changesOf, parameter } from '../changes.ts';

export const changes = changesOf({
  schema: z.object({ status: z.string().nullable() }),
  settings: [{ name: 'Versioning', value: ({ status }) => status ?? 'never configured' }],
  documents: [
    {
      name: 'AWS-ConfigureS3BucketVersioning',
      version: '1',
      after: (_before, started) => ({ status: parameter(started, 'VersioningState') }),
      mayBreak:
        'Every overwritten or deleted object is kept as a version and paid for. A program that deletes objects to free space frees none until a lifecycle rule expires old versions.',
      // https://docs.aws.amazon.com/AmazonS3/latest/userguide/Versioning.html
      undo: 'Closeloop cannot: S3 can suspend versioning, which the owner of the bucket does, but it cannot return to "never configured". Versions kept until then stay.',
    },
  ],
  wanted: [{ name: 'Versioning', value: 'Enabled' }],
});
