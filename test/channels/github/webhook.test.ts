/** GitHub's deliveries, through the function's handler: which lifecycles are signalled, and why none is. */
import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';

import { fixBranch, fixId, fixMarker } from '../../../activities/code/fix-key.ts';
import { webhook } from '../../../channels/github/handler.ts';
import type { WebhookDeps } from '../../../channels/github/handler.ts';
import { parseRepositories } from '../../../policies/repositories.ts';

const SECRET = 'a long enough secret';
const KEY = {
  repository: 'acme/infra',
  path: 'infra/s3.tf',
  block: 'aws_s3_bucket.logs',
  control: 'S3.PublicAccess',
};
const PULL = {
  number: 7,
  html_url: 'https://github.com/acme/infra/pull/7',
  body: `Words.\n\n${fixMarker(KEY)}`,
  head: { ref: fixBranch(KEY) },
};
const EVENT = { action: 'closed', pull_request: PULL, repository: { full_name: 'acme/infra' } };
const ALLOWED = `repositories:\n  acme/infra:\n    accounts: ['111122223333']\n`;

const UNKNOWN = 'refused unknown-pull-request';

interface Changes {
  readonly secret?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

function pull(changes: object) {
  return { ...EVENT, pull_request: { ...PULL, ...changes } };
}

/** As a function URL hands it over. */
function request(event: unknown, { secret = SECRET, headers = {} }: Changes = {}) {
  const body = Buffer.from(typeof event === 'string' ? event : JSON.stringify(event));
  const signature = `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`;
  const all = {
    'X-GitHub-Event': 'pull_request',
    'x-github-delivery': 'b1d2-3',
    'x-hub-signature-256': signature,
    ...headers,
  };
  return { headers: all, body: body.toString('base64'), isBase64Encoded: true };
}

async function delivered(event: unknown, deps: Partial<WebhookDeps> = {}) {
  const signalled: string[] = [];
  const lines: string[] = [];
  const handle = webhook({
    secrets: [SECRET],
    repositories: parseRepositories(ALLOWED, 'repositories.yaml'),
    waiters: async (fix) =>
      await Promise.resolve(
        fix === fixId(KEY) ? { url: PULL.html_url, waiting: ['one', 'two'] } : null,
      ),
    tell: async (workflowId, { id }) =>
      await Promise.resolve(signalled.push(`${workflowId} ${id}`) > 0),
    now: () => 1_700_000_000_000,
    log: (line) => void lines.push(line),
    ...deps,
  });
  const { statusCode, body } = await handle(event);
  assert.equal(lines.length, 1, 'every delivery is one line of the log, and counted once');
  const line: unknown = JSON.parse(lines[0] ?? '');
  assert.partialDeepStrictEqual(line, { deliveries: 1, ...asObject(body) });
  return { statusCode, signalled, became: Object.values(asObject(body)).join(' '), line };
}

function asObject(text: string): object {
  const value: unknown = JSON.parse(text);
  assert.ok(typeof value === 'object' && value !== null);
  return value;
}

describe('the webhook of GitHub', () => {
  for (const action of ['closed', 'reopened', 'synchronize']) {
    it(`the webhook of GitHub signals every lifecycle that waits for the pull request when it was ${action}, with the delivery's id`, async () => {
      const { statusCode, signalled, became } = await delivered(request({ ...EVENT, action }));

      assert.deepEqual([statusCode, became], [200, 'told lifecycles']);
      assert.deepEqual(signalled, ['one b1d2-3', 'two b1d2-3']);
    });
  }

  it('the webhook of GitHub writes one log line a delivery that is also a CloudWatch metric', async () => {
    const { line } = await delivered(request(EVENT));

    assert.partialDeepStrictEqual(line, {
      _aws: {
        Timestamp: 1_700_000_000_000,
        CloudWatchMetrics: [
          { Dimensions: [['outcome', 'reason']], Metrics: [{ Name: 'deliveries', Unit: 'Count' }] },
        ],
      },
      text: '2 lifecycles signalled to check pull request 7 of acme/infra',
    });
  });

  const other = { ...KEY, block: 'aws_s3_bucket.other' };
  for (const [what, event, statusCode, became] of [
    [
      'signed by somebody else',
      request(EVENT, { secret: 'a guess' }),
      401,
      'refused not-from-github',
    ],
    ['that is no pull request', request('[]'), 401, 'refused not-from-github'],
    ['that is no request', { Records: [] }, 400, 'refused unreadable'],
    [
      'without an id',
      request(EVENT, { headers: { 'x-github-delivery': '' } }),
      400,
      'refused no-delivery-id',
    ],
    [
      'of another repository',
      request({ ...EVENT, repository: { full_name: 'acme/website' } }),
      403,
      'refused other-repository',
    ],
    ["of a person's branch", request(pull({ head: { ref: 'fix-typo' } })), 200, 'ignored not-ours'],
    ['whose hidden id was taken out', request(pull({ body: null })), 403, UNKNOWN],
    ['with the id of no fix', request(pull({ body: fixMarker(other) })), 403, UNKNOWN],
    [
      'that wears the id of another',
      request(pull({ number: 8, html_url: 'https://github.com/acme/infra/pull/8' })),
      403,
      UNKNOWN,
    ],
    [
      'that only has a new label',
      request({ ...EVENT, action: 'labeled' }),
      200,
      'ignored other-event',
    ],
    [
      'about a push',
      request(EVENT, { headers: { 'X-GitHub-Event': 'push' } }),
      200,
      'ignored other-event',
    ],
  ] as const) {
    it(`the webhook of GitHub signals no lifecycle for a delivery ${what}`, async () => {
      const answered = await delivered(event);

      assert.deepEqual(answered.signalled, []);
      assert.deepEqual([answered.statusCode, answered.became], [statusCode, became]);
    });
  }

  it('the webhook of GitHub signals no lifecycle where none waits any more, or those that waited have ended', async () => {
    const left = await delivered(request(EVENT), {
      waiters: async () => await Promise.resolve({ url: PULL.html_url, waiting: [] }),
    });
    const ended = await delivered(request(EVENT), {
      tell: async () => await Promise.resolve(false),
    });

    assert.deepEqual([left.statusCode, left.became], [200, 'ignored nobody-waits']);
    assert.deepEqual([ended.statusCode, ended.became], [200, 'ignored lifecycles-ended']);
  });

  it('the webhook of GitHub signals the other lifecycles when one cannot be signalled, and answers 503', async () => {
    const told: string[] = [];
    const tell = async (workflowId: string) => {
      if (workflowId === 'one') throw new Error('14 UNAVAILABLE');
      return await Promise.resolve(told.push(workflowId) > 0);
    };
    const answered = await delivered(request(EVENT), { tell });

    assert.deepEqual([answered.statusCode, answered.became], [503, 'failed not-handed-on']);
    assert.deepEqual(told, ['two']);
    assert.match(JSON.stringify(answered.line), /"level":"error".*1 of 2 .*14 UNAVAILABLE/);
  });

  it('the webhook of GitHub answers 503 to a delivery when the ledger is down', async () => {
    const answered = await delivered(request(EVENT), {
      waiters: async () => await Promise.reject(new Error('connect ECONNREFUSED')),
    });

    assert.deepEqual([answered.statusCode, answered.became], [503, 'failed no-ledger']);
    assert.match(JSON.stringify(answered.line), /ECONNREFUSED/);
  });
});
