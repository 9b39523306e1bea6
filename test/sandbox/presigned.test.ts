import assert from 'node:assert/strict';
import { createHash, createHmac } from 'node:crypto';

import type { Credentials } from '../../sandbox/aws/gateway/principals.ts';
import { HUB } from '../builders/asff.ts';
import { withSandboxAws } from './with-sandbox-aws.ts';

/** A person proves who they are with a presigned GetCallerIdentity: a forged or altered one proves nothing. */
describe('a presigned GetCallerIdentity', () => {
  const sandbox = withSandboxAws();
  const ask = (query: string, headers: Record<string, string> = {}) =>
    fetch(`${sandbox().url}/?${query}`, { headers });
  const keys = () => sandbox().gateway.principals.hub('closeloop-console');
  const host = () => new URL(sandbox().url).host;

  it('a presigned GetCallerIdentity shows who signed it', async () => {
    const answer = await ask(presign(keys(), host()));
    assert.equal(answer.status, 200);
    assert.match(await answer.text(), new RegExp(`assumed-role/closeloop-console/.*${HUB}`, 's'));
  });

  it('a presigned GetCallerIdentity is refused when a signed header changed', async () => {
    const signed = presign(keys(), host(), { decision: 'abc' });
    assert.equal((await ask(signed, { 'x-closeloop-decision': 'abc' })).status, 200);
    const other = await ask(signed, { 'x-closeloop-decision': 'other' });
    assert.equal(other.status, 403);
    assert.match(await other.text(), /SignatureDoesNotMatch/);
  });

  it('a presigned GetCallerIdentity is refused when forged, altered or expired', async () => {
    const forged = presign({ ...keys(), secretAccessKey: 'guessed' }, host());
    const altered = presign(keys(), host()).replace('Version=2011-06-15', 'Version=2011-06-16');
    const expired = presign(keys(), host(), { at: new Date(Date.now() - 120_000) });
    for (const query of [forged, altered, expired]) {
      const answer = await ask(query);
      assert.equal(answer.status, 403);
      assert.match(await answer.text(), /SignatureDoesNotMatch/);
    }
  });

  it('GetCallerIdentity without a signature is refused', async () => {
    const answer = await ask('Action=GetCallerIdentity&Version=2011-06-15');
    assert.equal(answer.status, 403);
    assert.match(await answer.text(), /MissingAuthenticationToken/);
  });
});

interface Wanted {
  readonly decision?: string;
  readonly at?: Date;
}

/** As https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html describes, for one minute. */
function presign(
  { accessKeyId, secretAccessKey }: Credentials,
  host: string,
  { decision, at = new Date() }: Wanted = {},
): string {
  const stamp = at.toISOString().replaceAll(/[-:]|\.\d{3}/g, '');
  const scope = [stamp.slice(0, 8), 'eu-west-1', 'sts', 'aws4_request'];
  const headers: [string, string][] = [['host', host]];
  if (decision !== undefined) headers.push(['x-closeloop-decision', decision]);
  const names = headers.map(([name]) => name).join(';');
  const query = Object.entries({
    Action: 'GetCallerIdentity',
    Version: '2011-06-15',
    'X-Amz-Algorithm': 'AWS4-HMAC-SHA256',
    'X-Amz-Credential': [accessKeyId, ...scope].join('/'),
    'X-Amz-Date': stamp,
    'X-Amz-Expires': '60',
    'X-Amz-SignedHeaders': names,
  })
    .map(([name, value]) => `${name}=${encodeURIComponent(value)}`)
    .join('&');
  const lines = headers.map(([name, value]) => `${name}:${value}\n`).join('');
  const canonical = ['GET', '/', query, lines, names, hash('')].join('\n');
  const toSign = ['AWS4-HMAC-SHA256', stamp, scope.join('/'), hash(canonical)].join('\n');
  let key = Buffer.from(`AWS4${secretAccessKey}`);
  for (const part of [...scope, toSign]) key = createHmac('sha256', key).update(part).digest();
  return `${query}&X-Amz-Signature=${key.toString('hex')}`;
}

function hash(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
