/** What GitHub and the network say, and which failure follows. */
import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { Server } from 'node:http';

import { ApplicationFailure } from '@temporalio/common';

import { createGitHubHost } from '../../../../activities/code/host/github/git-hub-host.ts';

const TOKEN = 'ghp_very_secret';

interface Say {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly message?: string;
}

describe('gitHubFailure', () => {
  let server: Server;
  let baseUrl = '';
  let say: Say | null = null;
  let requests = 0;

  before(async () => {
    server = createServer((_, response) => {
      requests += 1;
      if (say === null) return;
      const { status, headers, message = 'No.' } = say;
      response.writeHead(status, { 'content-type': 'application/json', ...headers });
      response.end(JSON.stringify({ message }));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    assert.ok(typeof address === 'object' && address !== null);
    baseUrl = `http://127.0.0.1:${address.port}`;
  });

  after(async () => {
    server.closeAllConnections();
    await new Promise<void>((resolve) => server.close(() => resolve()));
  });

  const failureOf = async (answer: Say | null, url = baseUrl): Promise<ApplicationFailure> => {
    say = answer;
    requests = 0;
    const credentials = { kind: 'token', token: TOKEN } as const;
    const host = createGitHubHost({ baseUrl: url, credentials, timeout: 200 });
    const query = { repository: 'acme/infra', number: 1 };
    const failure = await host.pullRequests(query).then(
      () => null,
      (error: unknown) => error,
    );
    assert.ok(failure instanceof ApplicationFailure, String(failure));
    assert.match(failure.message, /^Tried .* of acme\/infra on GitHub: /);
    assert.equal(`${failure.message} ${failure.cause?.message}`.includes(TOKEN), false);
    assert.doesNotMatch(failure.message, /\.\./);
    assert.ok(requests <= 1, 'one try');
    return failure;
  };

  it('the mapping of GitHub’s answers says what to do about an archived repository instead of granting rights', async () => {
    const message = 'Repository was archived so is read-only.';
    const failure = await failureOf({ status: 403, message });

    assert.equal(failure.type, 'AccessDenied');
    assert.match(failure.message, /archived so is read-only\. Take it out of .*repositories\.yaml/);
    assert.doesNotMatch(failure.message, /Let the app/);
  });

  for (const [answer, type, wait] of [
    [{ status: 401, message: 'Bad credentials' }, 'ConfigurationError', null],
    [{ status: 403, message: 'Resource not accessible by integration' }, 'AccessDenied', null],
    [{ status: 451 }, 'AccessDenied', null],
    [{ status: 400 }, 'InvalidInput', null],
    [{ status: 422 }, 'InvalidInput', null],
    [
      {
        status: 422,
        message:
          'There is at least one repository that does not exist or is not accessible to the parent installation.',
      },
      'ResourceNotFound',
      null,
    ],
    [
      {
        status: 422,
        message: 'The permissions requested are not granted to this installation.',
      },
      'AccessDenied',
      null,
    ],
    [{ status: 409 }, 'Unavailable', null],
    [{ status: 500 }, 'Unavailable', null],
    [{ status: 502 }, 'Unavailable', null],
    [{ status: 429 }, 'Throttled', 60],
    [{ status: 429, headers: { 'retry-after': '7' } }, 'Throttled', 7],
    [{ status: 403, headers: { 'retry-after': '9' } }, 'Throttled', 9],
    [{ status: 403, message: 'You have exceeded a secondary rate limit.' }, 'Throttled', 60],
    [{ status: 403, headers: { 'x-ratelimit-remaining': '0' } }, 'Throttled', 60],
    [
      { status: 301, headers: { location: 'https://api.github.com/x' } },
      'ConfigurationError',
      null,
    ],
  ] as const) {
    const headers = 'headers' in answer ? JSON.stringify(answer.headers) : '';
    it(`the mapping of GitHub’s answers maps ${answer.status} ${headers} to ${type}`, async () => {
      const failure = await failureOf(answer);

      assert.equal(failure.type, type);
      assert.equal(failure.nonRetryable, !['Unavailable', 'Throttled'].includes(type));
      assert.equal(failure.nextRetryDelay ?? null, wait === null ? null : wait * 1000);
    });
  }

  it('the mapping of GitHub’s answers computes the wait with GitHub’s clock, not with ours', async () => {
    const date = 'Fri, 01 Jan 2021 00:00:00 GMT';
    const reset = String(Date.parse(date) / 1000 + 120);
    const headers = { date, 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': reset };

    const failure = await failureOf({ status: 403, headers });

    assert.equal(failure.nextRetryDelay, 120_000);
  });

  it('the mapping of GitHub’s answers stops waiting for an answer after the timeout', async () => {
    const failure = await failureOf(null);

    assert.equal(failure.type, 'Unavailable');
    assert.match(failure.message, /no HTTP answer/);
  });

  it('the mapping of GitHub’s answers maps a lost connection to Unavailable', async () => {
    const failure = await failureOf(null, 'http://127.0.0.1:1');

    assert.equal(failure.type, 'Unavailable');
  });
});
