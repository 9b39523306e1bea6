/** Every kind of message in every channel, in a file that people read: messages.snapshot.txt. */
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

import { messageSchema } from '../../activities/notify/message.ts';
import { NOTICE_KINDS } from '../../domain/notice.ts';
import { CHANNELS } from './snapshot/render.ts';
import { samples } from './snapshot/samples.ts';

const SNAPSHOT = fileURLToPath(new URL('messages.snapshot.txt', import.meta.url));

describe('every kind of message', () => {
  const all = samples();

  it('every kind of message has a sample that a subscriber can read', () => {
    const shown = new Set(all.map(({ message }) => messageSchema.parse(message).kind));
    assert.deepEqual(
      NOTICE_KINDS.filter((kind) => !shown.has(kind)),
      [],
    );
  });

  it('every kind of message reads as in the snapshot, in every channel (UPDATE_SNAPSHOTS=1 renews it)', () => {
    const now = all
      .map(({ about, message }) => {
        const parts = Object.entries(CHANNELS).map(
          ([name, render]) => `--- ${name} ---\n${render(message)}\n`,
        );
        return [`===== ${message.kind}: ${about} =====\n`, ...parts].join('\n');
      })
      .join('\n');

    if (process.env['UPDATE_SNAPSHOTS'] === '1') writeFileSync(SNAPSHOT, now);

    assert.equal(now, readFileSync(SNAPSHOT, 'utf8'));
  });
});
