import assert from 'node:assert/strict';

import { callerIdentity, type Signing } from '../../../console/connect/proving.ts';
import { decision } from '../../builders/decision.ts';
import { PROOF } from '../rows.ts';

const revocation = decision({ decision: 'revoke', planHash: null });
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
  it('the console signs exactly this decision with the credentials of the terminal', async () => {
    const given = signing({ endpoint: 'http://127.0.0.1:1' });

    assert.deepEqual(await callerIdentity(given)(revocation), { proof: PROOF });
    const where = { region: 'eu-west-1', credentials: keys, endpoint: 'http://127.0.0.1:1' };
    assert.deepEqual(given.signed, [[revocation, where]]);
  });

  it('the console says why a decision without credentials has no proof', async () => {
    const given = signing({ credentials: failing('CredentialsProviderError') });

    const proved = await callerIdentity(given)(revocation);

    assert.deepEqual(proved, { proof: null, because: 'there are no AWS credentials here' });
    assert.deepEqual(given.signed, []);
  });

  it('the console fails with expired credentials instead of sending a request', async () => {
    const given = signing({ credentials: failing('TokenProviderError') });

    await assert.rejects(callerIdentity(given)(revocation), /no keys/);
  });
});
