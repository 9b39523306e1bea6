/** Real signatures and MACs: the CLI's own signer against the gateway's STS and KMS. */
import assert from 'node:assert/strict';

import { KMS } from '@aws-sdk/client-kms';

import { decisionHash, whoSigned } from '../../../activities/decisions/caller-identity.ts';
import { ensureReceiptKey } from '../../../activities/decisions/ensure-key.ts';
import { readPresigned } from '../../../activities/decisions/presigned.ts';
import { kmsReceipts } from '../../../activities/decisions/receipts.ts';
import { presign } from '../../../console/connect/proving.ts';
import type { Decision } from '../../../domain/decision.ts';
import { HUB_ACCOUNT, HUB_REGION } from '../../../sandbox/aws/gateway/principals.ts';
import type { Credentials } from '../../../sandbox/aws/gateway/principals.ts';
import { approvalOf } from '../../builders/decision.ts';
import { as, withSandboxAws } from '../../sandbox/with-sandbox-aws.ts';

const decision = approvalOf('ab');

describe('a proof by caller identity', () => {
  const sandbox = withSandboxAws();
  const person = (session: string, seconds = 3600) =>
    sandbox().gateway.principals.issue({
      account: HUB_ACCOUNT,
      name: 'closeloop-console',
      session,
      seconds,
      via: null,
    }).credentials;
  const sign = async (by: Credentials, of: Decision = decision) =>
    (await presign(of, { region: HUB_REGION, credentials: by, endpoint: sandbox().url })).value;
  const check = async (query: string, of: Decision = decision, now = Date.now()) =>
    await whoSigned({ endpoint: sandbox().url, fetch, now: () => now }, of, query);

  it('a proof by caller identity names the session that signed it', async () => {
    assert.deepEqual(await check(await sign(person('ana@example.com'))), {
      arn: `arn:aws:sts::${HUB_ACCOUNT}:assumed-role/closeloop-console/ana@example.com`,
    });
  });

  it('a proof by caller identity holds whatever proof the message carries, and for nothing else that it says', async () => {
    const query = await sign(person('ana'));
    const carried = { ...decision, proof: { kind: 'caller-identity' as const, value: query } };
    assert.deepEqual(Object.keys(await check(query, carried)), ['arn']);

    const others: Partial<Decision>[] = [
      { id: 'd-2' },
      { decision: 'accept' },
      { planHash: 'cd' },
      { finding: 'another' },
      { episode: 2 },
      { until: '2027-01-01T00:00:00Z' },
      { actor: 'Eve' },
      { severity: 'LOW' },
    ];
    for (const change of others) {
      const refused = why(await check(query, { ...decision, ...change }));
      assert.match(refused, /SignatureDoesNotMatch.*not of this decision/, JSON.stringify(change));
    }
  });

  it('a forged proof, one of an unknown key or one of an ended sign-in proves nothing', async () => {
    const keys = person('ana');
    const forged = await sign({ ...keys, secretAccessKey: 'guessed' });
    const unknown = await sign({ accessKeyId: 'AKIAFOREIGNFOREIGN00', secretAccessKey: 'x' });
    const ended = await sign(person('ana', -1));

    assert.match(why(await check(forged)), /SignatureDoesNotMatch/);
    assert.match(why(await check(unknown)), /InvalidClientTokenId/);
    assert.match(why(await check(ended)), /ExpiredToken/);
  });

  it('an old, future or different presigned request is not sent to STS', async () => {
    const query = await sign(person('ana'));
    const minute = 60_000;
    const sent: string[] = [];
    const watched: typeof fetch = async (url) => {
      sent.push(new Request(url).url);
      return new Response('');
    };
    const refused = async (altered: string, now = Date.now()) =>
      why(await whoSigned({ endpoint: null, fetch: watched, now: () => now }, decision, altered));

    assert.match(await refused(query, Date.now() + 16 * minute), /more than 15 minutes ago/);
    assert.match(await refused(query, Date.now() - 6 * minute), /signed in the future/);
    assert.match(await refused(query.replace('GetCallerIdentity', 'AssumeRole')), /its Action/);
    assert.match(await refused(`${query}&Action=AssumeRole`), /is in it twice/);
    assert.match(await refused(`${query}&RoleArn=x`), /parameter RoleArn/);
    assert.match(
      await refused(query.replace('%3Bx-closeloop-decision', '')),
      /X-Amz-SignedHeaders/,
    );
    assert.match(await refused(query.replace('%2Fsts%2F', '%2Fs3%2F')), /not for STS/);
    assert.match(await refused(query.replace('eu-west-1', 'evil.example%2Fx')), /not for STS/);
    assert.match(await refused('nonsense'), /parameter nonsense/);
    assert.match(await refused(''), /its Action/);
    assert.deepEqual(sent, []);
  });

  it('a proof by caller identity goes to STS of its own Region, with the hash of the decision as it arrived', async () => {
    const query = await sign(person('ana'));
    const sent: [string, unknown][] = [];
    const watched: typeof fetch = async (url, init) => {
      sent.push([new Request(url).url, init?.headers]);
      return new Response('<Arn>arn:aws:iam::222233334444:user/ana</Arn>');
    };
    await whoSigned({ endpoint: null, fetch: watched, now: () => Date.now() }, decision, query);

    const [url, headers] = sent[0] ?? [];
    assert.equal(new URL(url ?? '').host, 'sts.eu-west-1.amazonaws.com');
    assert.deepEqual(headers, { 'x-closeloop-decision': decisionHash(decision) });
    assert.equal(typeof readPresigned(query, Date.now()), 'object');
  });

  it('a proof is checked again later when STS is not reachable', async () => {
    const query = await sign(person('ana'));
    const nobody = { endpoint: 'http://127.0.0.1:1', fetch, now: () => Date.now() };
    const down = { endpoint: null, fetch: unavailable, now: () => Date.now() };

    await assert.rejects(whoSigned(nobody, decision, query), { type: 'Unavailable' });
    await assert.rejects(whoSigned(down, decision, query), { type: 'Unavailable' });
  });
});

describe('receipts', () => {
  const sandbox = withSandboxAws();
  const kms = (credentials: Credentials) => new KMS(as(sandbox(), credentials));
  const ALIAS = 'alias/closeloop-runtime';

  it('only the runtime issues receipts, each for one decision', async () => {
    const { principals } = sandbox().gateway;
    const admin = kms(sandbox().credentials(HUB_ACCOUNT));
    assert.equal(await ensureReceiptKey(admin, ALIAS), 'created');
    assert.equal(await ensureReceiptKey(admin, ALIAS), 'none');
    const runtime = kmsReceipts(kms(principals.hub('closeloop-runtime')), ALIAS);
    const orchestrator = kmsReceipts(kms(principals.hub('closeloop-orchestrator')), ALIAS);
    const receipt = await runtime.issue(decision);

    assert.equal(await runtime.verify(decision, receipt), true);
    assert.equal(await orchestrator.verify(decision, receipt), true);
    assert.equal(await runtime.verify({ ...decision, actor: 'Eve' }, receipt), false);
    assert.equal(await runtime.verify(decision, ''), false);
    assert.equal(await runtime.verify(decision, Buffer.alloc(32).toString('base64')), false);
    await assert.rejects(orchestrator.issue(decision), { type: 'AccessDenied' });
    const console_ = kmsReceipts(kms(principals.hub('closeloop-console')), ALIAS);
    await assert.rejects(console_.issue(decision), { type: 'AccessDenied' });
    // `findings show` and `doctor` check seals, so the console may verify, and make none.
    assert.equal(await console_.verify(decision, receipt), true);
  });

  it('a receipt counts for a week, and its time cannot be changed', async () => {
    const { principals } = sandbox().gateway;
    await ensureReceiptKey(kms(sandbox().credentials(HUB_ACCOUNT)), ALIAS);
    const client = kms(principals.hub('closeloop-runtime'));
    const start = Date.parse('2026-11-23T06:00:00.000Z');
    const at = (days: number) => kmsReceipts(client, ALIAS, () => start + days * 86_400_000);
    const receipt = await at(0).issue(decision);
    assert.equal(await at(6.9).verify(decision, receipt), true);
    assert.equal(await at(7.1).verify(decision, receipt), false);
    const [given = '', mac = ''] = receipt.split('.');
    const younger = `${Number(given) + 5 * 86_400}.${mac}`;
    assert.equal(await at(7.1).verify(decision, younger), false);
    assert.equal(await at(-1).verify(decision, receipt), false, 'from the future');
  });
});

async function unavailable(): Promise<Response> {
  return new Response('', { status: 503 });
}

function why(signed: object): string {
  return 'why' in signed ? String(signed.why) : '';
}
