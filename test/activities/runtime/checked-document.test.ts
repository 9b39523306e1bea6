/** Only what this release ships and what a person accepted may run, whatever an account's own people put there. */
import assert from 'node:assert/strict';

import type { SSM } from '@aws-sdk/client-ssm';

import { checkedDocument } from '../../../activities/runtime/checked-document.ts';
import { documentHash, ownDocuments } from '../../../controls/documents.ts';
import type { AcceptedDocument } from '../../../policies/documents.ts';
import type { SandboxAws } from '../../../sandbox/aws/sandbox-aws.ts';
import { PAYMENTS } from '../../builders/asff.ts';
import { described, fakeClients } from '../../builders/fake-clients.ts';
import { admin, withSandboxAws } from '../../sandbox/with-sandbox-aws.ts';

const OURS = 'Closeloop-S3PublicAccess';
const own = ownDocuments().find(({ name }) => name === OURS);
assert.ok(own);
const { content, hash } = own;
const EVIL = content.replace('PutPublicAccessBlock', 'DeletePublicAccessBlock');

const AWS = 'AWS-EnableS3BucketEncryption';
const place = { account: PAYMENTS, region: 'eu-west-1' };

describe('a document in an account', () => {
  const sandbox = withSandboxAws();
  describe('of ours', () => ours(sandbox));
  describe('of AWS', () => ofAws(sandbox));
});

function ours(sandbox: () => SandboxAws): void {
  let ssm: SSM;
  beforeEach(async () => {
    await sandbox().reset();
    ({ ssm } = admin(sandbox(), PAYMENTS));
  });
  const check = async () =>
    await checkedDocument(ssm, OURS, place, { accepted: new Map(), purpose: 'write' });
  const recreate = async (Content: string, DocumentFormat: 'YAML' | 'JSON' = 'YAML') => {
    await ssm.deleteDocument({ Name: OURS });
    await ssm.createDocument({ Name: OURS, DocumentType: 'Automation', DocumentFormat, Content });
  };

  it('our document as released is accepted by its hash, with one call', async () => {
    const before = sandbox().gateway.log().length;
    assert.deepEqual(await check(), { name: OURS, version: '1', hash });
    const calls = sandbox().gateway.log().slice(before);
    assert.deepEqual(
      calls.map(({ operation }) => operation),
      ['DescribeDocument'],
    );
  });

  it('our document created again with another content is refused with both hashes', async () => {
    await recreate(EVIL);
    await assert.rejects(check(), {
      type: 'DocumentDiffers',
      nonRetryable: true,
      message: `${OURS} in account ${PAYMENTS}, eu-west-1 is not what this release ships: hash ${documentHash(EVIL)} instead of ${hash}. Find out who changed it, delete it there, and create it again from this release.`,
    });
  });

  it('one changed comment is another content', async () => {
    await recreate(`${content}# harmless\n`);
    await assert.rejects(check(), /hash \w+ instead of/);
  });

  it('our document in other words, as JSON, is refused: another reader may read them otherwise', async () => {
    const asJson = { Name: OURS, DocumentFormat: 'JSON' } as const;
    const { Content = '' } = await ssm.getDocument(asJson);
    await recreate(Content, 'JSON');
    await assert.rejects(check(), { type: 'DocumentDiffers' });
  });

  it('white space around the content makes another hash and the same document', async () => {
    await recreate(`${content.trim()}\n\n`);
    assert.deepEqual(await check(), { name: OURS, version: '1', hash });
  });

  it('a further version of our document changes nothing, because the pinned one is asked for', async () => {
    const more = { Name: OURS, DocumentFormat: 'YAML', DocumentVersion: '$LATEST' } as const;
    await ssm.updateDocument({ ...more, Content: EVIL });
    assert.deepEqual(await check(), { name: OURS, version: '1', hash });
  });

  it('a deleted document is not found', async () => {
    await ssm.deleteDocument({ Name: OURS });
    await assert.rejects(check(), { type: 'DocumentNotFound' });
  });
}

describe('what Systems Manager says of our document', () => {
  for (const [changes, said] of [
    [{ DocumentVersion: '2' }, /: version 2 instead of 1\./],
    [{ Owner: '999988887777' }, /: owner 999988887777 instead of 111122223333\./],
    [{ DocumentType: 'Command' }, /: type Command instead of Automation\./],
    [{ Status: 'Updating' }, /: status Updating instead of Active\./],
    [{ HashType: 'Sha1' }, /: hash type Sha1 instead of Sha256\./],
    [{ Hash: undefined }, /: hash none instead of [0-9a-f]{64}\./],
  ] as const) {
    it(`a document is refused for ${JSON.stringify(changes)}, which the refusal names`, async () => {
      await assert.rejects(answering(changes), { type: 'DocumentDiffers', message: said });
    });
  }

  it('the released content never makes up for another owner or version', async () => {
    const stranger = { Owner: '999988887777', Hash: 'f'.repeat(64) };
    await assert.rejects(answering(stranger, content), /hash f+ instead of \w+, owner 9999/);
  });

  it('where its hash covers something else, the content decides', async () => {
    const other = { Hash: 'f'.repeat(64) };
    assert.equal((await answering(other, content)).hash, hash);
    await assert.rejects(answering(other, EVIL), /hash f+ instead of/);
  });
});

function ofAws(sandbox: () => SandboxAws): void {
  let ssm: SSM;
  let now: AcceptedDocument;
  beforeEach(async () => {
    await sandbox().reset();
    ({ ssm } = admin(sandbox(), PAYMENTS));
    const { Document } = await ssm.describeDocument({ Name: AWS });
    now = { version: '1', hash: Document?.Hash ?? '' };
  });
  const check = async (
    versions: readonly AcceptedDocument[],
    purpose: 'plan' | 'write' = 'write',
  ) => {
    const accepted = versions.length === 0 ? new Map() : new Map([[AWS, versions]]);
    return await checkedDocument(ssm, AWS, place, { accepted, purpose });
  };

  it('a document of AWS may run in a version and with a hash that a person accepted', async () => {
    assert.deepEqual(await check([now]), { name: AWS, ...now });
  });

  it('a newer version is refused with both versions and hashes and the command that accepts it', async () => {
    sandbox().gateway.publishDocument(AWS, EVIL);
    for (const purpose of ['plan', 'write'] as const) {
      await assert.rejects(check([now], purpose), {
        type: 'DocumentDiffers',
        nonRetryable: true,
        message: `${AWS} version 2, hash ${documentHash(EVIL)}, in account ${PAYMENTS}, eu-west-1 is not as a person accepted it: version 2 instead of 1, hash ${documentHash(EVIL)} instead of ${now.hash}. See what it is now, and accept it if it is right: closeloop controls accept-document ${AWS}`,
      });
    }
  });

  it('the accepted version with another hash is refused, and the accepted hash under another version', async () => {
    await assert.rejects(check([{ ...now, hash: 'b'.repeat(64) }]), /: hash \w+ instead of b+\./);
    await assert.rejects(check([{ ...now, version: '7' }]), /: version 1 instead of 7\./);
  });

  it('while AWS brings a version to one Region after the other, both accepted ones may run', async () => {
    const next = { version: '2', hash: documentHash(EVIL) };
    assert.equal((await check([now, next])).version, '1');
    sandbox().gateway.publishDocument(AWS, EVIL);
    assert.deepEqual(await check([now, next]), { name: AWS, ...next });
  });

  it('version and hash count together: those of two accepted versions do not mix', async () => {
    const mixed = [
      { version: '1', hash: 'b'.repeat(64) },
      { version: '2', hash: now.hash },
    ];
    await assert.rejects(check(mixed), { type: 'DocumentDiffers' });
  });

  it('without any accepted version a document of AWS can be planned and not written', async () => {
    assert.deepEqual(await check([], 'plan'), { name: AWS, ...now });
    await assert.rejects(check([], 'write'), /nobody has accepted it/);
  });

  it('a document that only has the name of an accepted one of AWS is refused', async () => {
    const document = { ...described(AWS), Owner: PAYMENTS, Hash: now.hash };
    ({ ssm } = fakeClients({ document }).clients);
    await assert.rejects(check([now]), /: owner 111122223333 instead of Amazon\./);
    await assert.rejects(check([], 'plan'), /: owner 111122223333 instead of Amazon\./);
  });
}

/** The check of our document where SSM answers with these changes, and with that text. */
async function answering(changes: Readonly<Record<string, unknown>>, text?: string) {
  const { clients } = fakeClients({
    document: { ...described(OURS), ...changes },
    ...(text !== undefined && { content: text }),
  });
  const allowed = { accepted: new Map(), purpose: 'plan' } as const;
  return await checkedDocument(clients.ssm, OURS, place, allowed);
}
