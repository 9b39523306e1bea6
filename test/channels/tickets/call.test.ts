import assert from 'node:assert/strict';

import { trackerCalls } from '../../../channels/tickets/call.ts';
import { startVendorServer } from '../../../sandbox/vendors/vendor-server.ts';
import type { VendorAnswer, VendorServer } from '../../../sandbox/vendors/vendor-server.ts';

const ANSWERS: Readonly<Record<string, VendorAnswer>> = {
  '/moved': { status: 302, headers: { location: '/signin' } },
  '/signin': { status: 200, body: '<html>Sign in</html>' },
  '/forbidden': {
    status: 403,
    body: { errorMessages: ['No permission.'], errors: { summary: 'x' } },
  },
  '/invalid': { status: 400, body: { message: 'TF401320: Rule Error' } },
  '/missing': { status: 404, body: { errorMessages: ['gone'] } },
};

describe('a request to a tracker', () => {
  let server: VendorServer;
  const slept: number[] = [];
  before(async () => {
    server = await startVendorServer(({ path }) => ANSWERS[path] ?? { status: 200, body: {} });
  });
  after(async () => await server.stop());

  const ask = async (path: string, expected: readonly number[] = []) =>
    await trackerCalls({
      name: 'Tracker',
      root: server.url,
      authorization: 'Basic c2VjcmV0',
      sleep: async (ms) => void slept.push(ms),
      patience: 5_000,
    })({ method: 'GET', path, what: 'looking', expected });

  it('a request to a tracker follows no redirect to a sign-in page: the token is wrong', async () => {
    await failsAs(ask('/moved'), 'ConfigurationError', /Tried looking in Tracker: 302/);
    assert.deepEqual(server.calls, ['GET /moved 302']);
  });

  it('a request to a tracker fails with the type that says who can act, in the words of the tracker', async () => {
    await failsAs(ask('/forbidden'), 'AccessDenied', /No permission\.; summary: x/);
    await failsAs(ask('/invalid'), 'InvalidInput', /TF401320/);
    await failsAs(ask('/missing'), 'ResourceNotFound', /gone/);
    await failsAs(ask('/signin'), 'SchemaMismatch', /Sign in/);
  });

  it('a request to a tracker returns an expected status as an answer', async () => {
    assert.equal((await ask('/missing', [404])).status, 404);
  });

  it('a request to a tracker waits as long as the tracker asks, up to the patience in all', async () => {
    for (const retryAfter of [3, 3]) server.fail({ kind: 'ratelimited', on: /busy/, retryAfter });
    await failsAs(ask('/busy'), 'Throttled', /429/);
    assert.deepEqual(slept, [3_000]);
  });
});

async function failsAs(call: Promise<unknown>, wanted: string, words: RegExp): Promise<void> {
  await assert.rejects(call, (error) => {
    assert.ok(error instanceof Error && 'type' in error);
    assert.equal(error.type, wanted);
    assert.match(error.message, words);
    assert.doesNotMatch(error.message, /c2VjcmV0/);
    return true;
  });
}
