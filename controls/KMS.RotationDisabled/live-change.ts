import { z } from 'zod';

import { changesOf, FIX_AGAIN, UNDO_BY_CLOSELOOP } from '../changes.ts';

export const changes = changesOf({
  schema: z.object({ rotation: z.boolean() }),
  settings: [
    { name: 'Automatic key rotation', value: ({ rotation }) => (rotation ? 'on' : 'off') },
  ],
  documents: [
    {
      name: 'Closeloop-KMSRotationDisabled',
      version: '1',
      after: () => ({ rotation: true }),
      mayBreak:
        'Nothing is known to break: what the key encrypted stays readable, and its id stays. Each rotation adds to the price of the key.',
      undo: UNDO_BY_CLOSELOOP,
    },
    {
      name: 'Closeloop-KMSRotationDisabled-Undo',
      version: '1',
      after: () => ({ rotation: false }),
      mayBreak:
        'Nothing: key material that rotation made stays, and what it encrypted is readable.',
      undo: FIX_AGAIN,
    },
  ],
  wanted: [{ name: 'Automatic key rotation', value: 'on' }],
});
