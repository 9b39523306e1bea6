import assert from 'node:assert/strict';

import { personByIdentity } from '../../policies/sign-in.ts';

const HUB = '222233334444';
const rows = {
  namedBySession: [`${HUB}:AWSReservedSSO_Security_*`, `${HUB}:closeloop.people`],
  users: { [`arn:aws:iam::${HUB}:user/ana`]: 'ana@example.com' },
};
const session = (account: string, role: string, name: string) =>
  personByIdentity(`arn:aws:sts::${account}:assumed-role/${role}/${name}`, rows);

describe('the person behind an AWS identity', () => {
  it('the session name is the person in roles that sign_in names', () => {
    assert.equal(
      session(HUB, 'AWSReservedSSO_Security_1a2b', 'ana@example.com'),
      'ana@example.com',
    );
    assert.equal(session(HUB, 'closeloop.people', 'kim'), 'kim');
  });

  it('a session in another role or account is nobody, whatever its name', () => {
    assert.equal(session('111122223333', 'AWSReservedSSO_Security_1a2b', 'ana@example.com'), null);
    assert.equal(session(HUB, 'Developer', 'ana@example.com'), null);
    assert.equal(session(HUB, 'closeloopXpeople', 'kim'), null);
    assert.equal(session(HUB, 'x-AWSReservedSSO_Security_', 'kim'), null);
    assert.equal(session(HUB, 'closeloop.people', 'kim/AWSReservedSSO_Security_1/ana'), null);
  });

  it('a row of sign_in names the person of another identity', () => {
    assert.equal(personByIdentity(`arn:aws:iam::${HUB}:user/ana`, rows), 'ana@example.com');
    assert.equal(personByIdentity(`arn:aws:iam::${HUB}:user/bob`, rows), null);
    assert.equal(personByIdentity('constructor', rows), null);
    assert.equal(personByIdentity(`arn:aws:iam::${HUB}:root`, rows), null);
  });
});
