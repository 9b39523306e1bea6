import { z } from 'zod';

import { changesOf, FIX_AGAIN, parameter, UNDO_BY_CLOSELOOP } from '../changes.ts';

export const changes = changesOf({
  schema: z.object({ target: z.string().nullable() }),
  settings: [{ name: 'Server access logs go to', value: ({ target }) => target ?? 'nowhere' }],
  documents: [
    {
      name: 'Closeloop-S3MissingAccessLogs',
      version: '1',
      after: (_before, started) => ({ target: parameter(started, 'TargetBucket') }),
      mayBreak:
        'Requests to the bucket are answered as before. The logs are stored in that bucket and paid for; it has to be there and let S3 write.',
      undo: UNDO_BY_CLOSELOOP,
    },
    {
      name: 'Closeloop-S3MissingAccessLogs-Undo',
      version: '1',
      after: () => ({ target: null }),
      mayBreak:
        'Nobody can say afterwards which requests the bucket answers. What was logged stays.',
      undo: FIX_AGAIN,
    },
  ],
  wanted: [{ name: 'Server access logs go to', value: 'a bucket for logs' }],
});
