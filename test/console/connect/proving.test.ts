import assert from 'node:assert/strict';

import { callerIdentity, type Signing } from '../../../console/connect/proving.ts';
import type { Decision } from '../../../domain/decision.ts';
import { PROOF } from '../rows.ts';

const decision: Decision = {
  id: 'd-1',
  finding: 'f',
  episode: 1,
  decision: 'revoke',
  planHash: null,
  severity: 'HIGH',
  until: null,
  team: null,
  actor: 'ana',
  why: 'w',
  door: 'cli',
  proof: null,
};
const keys = { accessKeyId: 'AKIA', secretAccessKey: 'secret' };
const failing = (name: string) => () =>
  Promise.reject(Object.assign(new Error('no keys'), { name }));

const credentials = () => Promise.resolve(keys);

function signing(changes: Partial<Signing> = {}) {
  const signed: unknown[] = [];
  const sign: Signing['sign'] = (...given) => {
    signed.push(given);
    return Promise.resolve(PROOF);
  };
  return { signed, region: 'eu-west-1', endpoint: null, credentials, sign, ...changes };
}

describe('proving a decision', () => {
  it('signs exactly this decision with the credentials of the terminal', async () => {
    const given = signing({ endpoint: 'http://127.0.0.1:1' });

    assert.deepEqual(await callerIdentity(given)(decision), { proof: PROOF });
    const where = { region: 'eu-west-1', credentials: keys, endpoint: 'http://127.0.0.1:1' };
    assert.deepEqual(given.signed, [[decision, where]]);
  });

  it('says why a decision without credentials has no proof', async () => {
    const given = signing({ credentials: failing('CredentialsProviderError') });

    const proved = await callerIdentity(given)(decision);

    assert.deepEqual(proved, { proof: null, because: 'there are no AWS credentials here' });
    assert.deepEqual(given.signed, []);
  });

  it('fails with expired credentials instead of sending a request', async () => {
    const given = signing({ credentials: failing('TokenProviderError') });

    await assert.rejects(callerIdentity(given)(decision), /no keys/);
  });
});
