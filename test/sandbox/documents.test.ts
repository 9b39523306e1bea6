import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';

import { DATA, HUB, PAYMENTS } from '../builders/asff.ts';
import { admin, withSandboxAws } from './with-sandbox-aws.ts';

const CONTENT = `schemaVersion: '0.3'
description: Lists.
mainSteps:
  - name: List
    action: aws:executeAwsApi
    inputs:
      Service: s3
      Api: ListBuckets
`;
const NEW = {
  Name: 'Test-List',
  DocumentType: 'Automation',
  DocumentFormat: 'YAML',
  Content: CONTENT,
} as const;

describe('Systems Manager documents', () => {
  const sandbox = withSandboxAws({ documents: [{ name: 'Closeloop-Sample', content: CONTENT }] });
  const ssm = (account = PAYMENTS, region = 'eu-west-1') => admin(sandbox(), account, region).ssm;
  beforeEach(() => sandbox().reset());

  for (const Name of ['AWS-EnableS3BucketEncryption', 'AWS-ConfigureS3BucketVersioning']) {
    it(`every account and region has ${Name}, owned by Amazon`, async () => {
      for (const client of [ssm(), ssm(DATA, 'eu-central-1')]) {
        const { Document } = await client.describeDocument({ Name });
        const { Content } = await client.getDocument({ Name });
        assert.equal(Document?.Owner, 'Amazon');
        assert.equal(Document?.Status, 'Active');
        assert.equal(Document?.DocumentVersion, '1');
        assert.equal(Document?.HashType, 'Sha256');
        assert.equal(
          Document?.Hash,
          createHash('sha256')
            .update(Content ?? '')
            .digest('hex'),
        );
        const names = Document?.Parameters?.map(({ Name: parameter }) => parameter);
        assert.ok(names?.includes('BucketName') && names.includes('AutomationAssumeRole'));
      }
    });
  }

  it('the sandbox’s Systems Manager creates a document in one account and region only', async () => {
    const { DocumentDescription } = await ssm().createDocument(NEW);
    assert.equal(DocumentDescription?.Owner, PAYMENTS);
    assert.ok(DocumentDescription?.CreatedDate instanceof Date);
    for (const elsewhere of [ssm(DATA), ssm(PAYMENTS, 'eu-central-1')]) {
      await assert.rejects(elsewhere.describeDocument({ Name: NEW.Name }), {
        name: 'InvalidDocument',
      });
    }
  });

  it('the workload accounts have the documents that the sandbox was started with', async () => {
    for (const account of [PAYMENTS, DATA]) {
      const client = ssm(account, 'eu-central-1');
      const { Document } = await client.describeDocument({ Name: 'Closeloop-Sample' });
      assert.equal(Document?.Owner, account);
    }
    await assert.rejects(ssm(HUB).describeDocument({ Name: 'Closeloop-Sample' }), {
      name: 'InvalidDocument',
    });
  });

  it('the sandbox’s Systems Manager refuses a second document of the same name, and reserved names', async () => {
    await ssm().createDocument(NEW);
    await assert.rejects(ssm().createDocument(NEW), { name: 'DocumentAlreadyExists' });
    await assert.rejects(ssm().createDocument({ ...NEW, Name: 'AWS-Mine' }), {
      name: 'ValidationException',
    });
  });

  it('the sandbox’s Systems Manager refuses document content that is no runbook', async () => {
    for (const Content of ['{', 'schemaVersion: "2.2"\nmainSteps: []', 'text']) {
      await assert.rejects(ssm().createDocument({ ...NEW, Content }), {
        name: 'InvalidDocumentContent',
      });
    }
  });

  it('the sandbox’s Systems Manager keeps all versions of a document, the first one the default', async () => {
    await ssm().createDocument(NEW);
    const Content = CONTENT.replace('Lists.', 'Lists again.');
    const { DocumentDescription } = await ssm().updateDocument({
      Name: NEW.Name,
      DocumentFormat: 'YAML',
      DocumentVersion: '$LATEST',
      Content,
    });
    assert.equal(DocumentDescription?.DocumentVersion, '2');
    const version = async (DocumentVersion?: string) =>
      (await ssm().describeDocument({ Name: NEW.Name, DocumentVersion })).Document?.DocumentVersion;
    assert.equal(await version(), '1');
    assert.equal(await version('$LATEST'), '2');
    assert.equal(await version('2'), '2');
    await assert.rejects(version('9'), { name: 'InvalidDocumentVersion' });
    await assert.rejects(
      ssm().updateDocument({ Name: NEW.Name, DocumentFormat: 'YAML', Content }),
      { name: 'DuplicateDocumentContent' },
    );
  });

  it('a deleted document can be created again with another content, under version 1', async () => {
    await ssm().createDocument(NEW);
    const hash = async () =>
      (await ssm().describeDocument({ Name: NEW.Name, DocumentVersion: '1' })).Document?.Hash;
    const before = await hash();
    await ssm().deleteDocument({ Name: NEW.Name });
    await assert.rejects(hash(), { name: 'InvalidDocument' });
    await ssm().createDocument({ ...NEW, Content: CONTENT.replace('Lists.', 'Others.') });
    assert.match((await hash()) ?? '', /^[0-9a-f]{64}$/);
    assert.notEqual(await hash(), before);
    await assert.rejects(ssm().deleteDocument({ Name: 'AWS-EnableS3BucketEncryption' }), {
      name: 'InvalidDocument',
    });
  });

  it('the sandbox’s Systems Manager gives a document in its own format byte for byte, and in the other one converted', async () => {
    await ssm().createDocument(NEW);
    const { Content, DocumentFormat } = await ssm().getDocument({ Name: NEW.Name });
    assert.deepEqual([Content, DocumentFormat], [CONTENT, 'YAML']);
    const asJson = await ssm().getDocument({ Name: NEW.Name, DocumentFormat: 'JSON' });
    assert.match(asJson.Content ?? '', /^\{\s*"schemaVersion": "0\.3"/);
  });

  it("the next version of Amazon's document is the default everywhere, until a reset", async () => {
    const Name = 'AWS-EnableS3BucketEncryption';
    sandbox().gateway.publishDocument(Name, CONTENT);
    const { Document } = await ssm(DATA, 'eu-central-1').describeDocument({ Name });
    assert.deepEqual([Document?.DocumentVersion, Document?.LatestVersion], ['2', '2']);
    await sandbox().reset();
    assert.equal((await ssm().describeDocument({ Name })).Document?.DocumentVersion, '1');
  });
});
