import assert from 'node:assert/strict';

import { personByChat, personByIdentity, personNamed } from '../../policies/sign-in.ts';
import type { SignIn } from '../../policies/sign-in.ts';

const HUB = '222233334444';
const ROLE = `${HUB}:AWSReservedSSO_Security_*`;
const people = {
  ana: ['ana@example.com', 'Ana.Lopez', 'slack:U012ABC', `arn:aws:iam::${HUB}:user/ana`],
  josé: ['jose@example.com', 'github:jose-l'],
};
const listed: SignIn = { namedBySession: [ROLE], users: {}, people };
const unlisted: SignIn = { namedBySession: [ROLE], users: {} };

const session = (name: string, signIn: SignIn) =>
  personByIdentity(`arn:aws:sts::${HUB}:assumed-role/AWSReservedSSO_Security_1/${name}`, signIn);
const chat = (mail: string, user: string, signIn: SignIn) => personByChat({ mail, user }, signIn);

describe('one person', () => {
  it('the decider is the same through the console, an access key, the chat and by mail address', () => {
    assert.equal(session('ana@example.com', listed), 'ana');
    assert.equal(session('ana', listed), 'ana');
    assert.equal(personByIdentity(`arn:aws:iam::${HUB}:user/ana`, listed), 'ana');
    assert.equal(chat('ana@example.com', 'U999', listed), 'ana');
    assert.equal(chat('other@example.com', 'U012ABC', listed), 'ana');
    assert.equal(personNamed('github:Jose-L', listed), 'josé');
  });

  it('the decider is the same in every case and Unicode form of a name', () => {
    assert.equal(session('ANA@Example.com', listed), 'ana');
    assert.equal(session('ana.lopez', listed), 'ana');
    assert.equal(personNamed(' jose\u0301 ', listed), 'josé');
    assert.equal(personNamed('ＡＮＡ', listed), 'ana');
    assert.equal(personNamed('a\u200Bna', listed), 'ana');
  });

  it('the decider is nobody whom a list of people does not have', () => {
    assert.equal(session('bob', listed), null);
    assert.equal(chat('bob@example.com', 'U999', listed), null);
    assert.equal(personNamed('bob', listed), null);
    assert.equal(personNamed('constructor', listed), null);
    assert.equal(personNamed('', listed), null);
  });

  it('the decider is nobody where the address and the account of the chat are of two people', () => {
    assert.equal(chat('jose@example.com', 'U012ABC', listed), null);
  });

  it('the decider is who signs in under that name where no people are listed', () => {
    assert.equal(session('ana@example.com', unlisted), 'ana@example.com');
    assert.equal(chat('Ana@Example.com', 'U1', unlisted), 'ana@example.com');
    assert.equal(personNamed('Ada', unlisted), 'Ada');
  });

  it('the decider is the same by a row for the chat and by a session that is named after the address', () => {
    const mails: SignIn = { ...unlisted, mails: { 'ana@example.com': 'ana' } };
    assert.equal(session('ana@example.com', mails), 'ana');
    assert.equal(session('Ana@example.com', mails), 'ana');
    assert.equal(chat('ana@example.com', 'U1', mails), 'ana');
  });

  it('the decider is the same by a row for an access key that names the address of another row', () => {
    const users = { [`arn:aws:iam::${HUB}:user/ana`]: 'ana@example.com' };
    const rows: SignIn = { ...unlisted, users, mails: { 'ana@example.com': 'ana' } };
    assert.equal(personByIdentity(`arn:aws:iam::${HUB}:user/ana`, rows), 'ana');
  });

  it('the decider does not get the name of an account by a session in a role that nobody trusts', () => {
    const arn = `arn:aws:sts::${HUB}:assumed-role/Developer/ana`;
    assert.equal(personByIdentity(arn, listed), null);
  });
});
