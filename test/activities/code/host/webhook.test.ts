import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';

import fc from 'fast-check';

import { fixMarker } from '../../../../activities/code/fix-key.ts';
import { hintOf } from '../../../../activities/code/host/github/webhook.ts';

const SECRET = 'a long secret';
const URL_OF_7 = 'https://github.com/acme/infra/pull/7';
const EVENT = {
  action: 'closed',
  pull_request: {
    number: 7,
    html_url: URL_OF_7,
    body: null,
    merged: true,
    head: { ref: 'closeloop/S3.X/abc' },
  },
  repository: { full_name: 'acme/infra' },
};

function delivery(body: string | Uint8Array, headers: Record<string, string> = {}) {
  const bytes = Buffer.from(body);
  const signature = `sha256=${createHmac('sha256', SECRET).update(bytes).digest('hex')}`;
  const all = { 'x-github-event': 'pull_request', 'x-hub-signature-256': signature, ...headers };
  return { headers: all, body: bytes };
}

const KEY = { repository: 'acme/infra', path: 'a.tf', block: 'b', control: 'S3.X' };

function fixIn(body: string): string | null {
  const pull = { ...EVENT.pull_request, body };
  const hint = hintOf(delivery(JSON.stringify({ ...EVENT, pull_request: pull })), [SECRET]);
  return hint.kind === 'look' ? hint.fix : hint.kind;
}

describe('hintOf', () => {
  it('the webhook’s reader accepts bytes that are signed with our secret, as in GitHub’s own example', () => {
    const signature = 'sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17';
    const body = Buffer.from('Hello, World!');
    const headers = { 'x-hub-signature-256': signature, 'x-github-event': 'ping' };

    assert.equal(hintOf({ headers, body }, ["It's a Secret to Everybody"]).kind, 'ignored');
    assert.equal(hintOf({ headers, body }, ['another']).kind, 'refused');
  });

  it('the webhook’s reader answers which pull request to look at', () => {
    assert.deepEqual(hintOf(delivery(JSON.stringify(EVENT)), [SECRET]), {
      kind: 'look',
      repository: 'acme/infra',
      number: 7,
      branch: 'closeloop/S3.X/abc',
      url: URL_OF_7,
      fix: null,
    });
  });

  it('the webhook’s reader reads the hidden id from a line of its own', () => {
    assert.match(fixIn(`Words.\r\n\r\n${fixMarker(KEY)}`) ?? '', /^[0-9a-f]{64}$/);
    assert.equal(fixIn(`Words: ${fixMarker(KEY)}`), null);
  });

  it('the webhook’s reader accepts any of the secrets while one is replaced', () => {
    const sent = delivery(JSON.stringify(EVENT));

    assert.equal(hintOf(sent, ['new', SECRET]).kind, 'look');
    assert.equal(hintOf(sent, ['new']).kind, 'refused');
    assert.equal(hintOf(sent, []).kind, 'refused');
  });

  it('the webhook’s reader refuses a delivery without a signature, with an empty secret, or with a changed byte', () => {
    const { headers, body } = delivery(JSON.stringify(EVENT));
    const { 'x-hub-signature-256': signature, ...unsigned } = headers;

    assert.equal(hintOf({ headers: unsigned, body }, [SECRET]).kind, 'refused');
    const empty = createHmac('sha256', '').update(body).digest('hex');
    const forged = { ...headers, 'x-hub-signature-256': `sha256=${empty}` };
    assert.equal(hintOf({ headers: forged, body }, ['']).kind, 'refused');
    for (const other of [signature.toUpperCase(), signature.slice(0, -1), `${signature}0`, ''])
      assert.equal(
        hintOf({ headers: { ...headers, 'x-hub-signature-256': other }, body }, [SECRET]).kind,
        'refused',
      );
    fc.assert(
      fc.property(fc.nat(body.length - 1), fc.integer({ min: 1, max: 255 }), (at, change) => {
        const changed = Buffer.from(body);
        changed.writeUInt8(changed.readUInt8(at) ^ change, at);
        assert.equal(hintOf({ headers, body: changed }, [SECRET]).kind, 'refused');
      }),
    );
  });

  it('the webhook’s reader ignores other events and actions', () => {
    const push = delivery(JSON.stringify(EVENT), { 'x-github-event': 'push' });
    const labeled = delivery(JSON.stringify({ ...EVENT, action: 'labeled' }));

    assert.equal(hintOf(push, [SECRET]).kind, 'ignored');
    assert.equal(hintOf(labeled, [SECRET]).kind, 'ignored');
  });

  it('the webhook’s reader refuses a signed delivery that cannot be parsed', () => {
    for (const body of [
      '',
      'no json',
      '{}',
      JSON.stringify({ ...EVENT, pull_request: { number: 0, head: { ref: 'x' } } }),
      JSON.stringify({ ...EVENT, repository: { full_name: '../../etc' } }),
      Buffer.from([0xff, 0xfe]),
    ])
      assert.equal(hintOf(delivery(body), [SECRET]).kind, 'refused');
  });
});
