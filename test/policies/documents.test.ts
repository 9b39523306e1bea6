import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { documentsOfAws, loadDocuments, unaccepted } from '../../policies/documents.ts';
import { PolicyError } from '../../policies/files/policy-error.ts';

const at = (path: string) => fileURLToPath(new URL(`../../${path}`, import.meta.url));
const HASH = 'a'.repeat(64);

describe('accepted documents of AWS', () => {
  let dir = '';
  beforeEach(async () => {
    dir = await mkdtemp(join(tmpdir(), 'documents-'));
  });
  afterEach(async () => await rm(dir, { recursive: true }));

  async function problem(text: string): Promise<string> {
    await writeFile(join(dir, 'documents.yaml'), text);
    try {
      await loadDocuments(dir);
    } catch (error) {
      assert.ok(error instanceof PolicyError);
      return error.message;
    }
    return 'none';
  }

  it('a release accepts no document of AWS', async () => {
    assert.equal((await loadDocuments(at('policies'))).size, 0);
  });

  it('the sandbox accepts exactly the stand-ins that it runs', async () => {
    const accepted = await loadDocuments(at('sandbox/policies'));
    assert.deepEqual([...accepted.keys()].sort(), documentsOfAws());
    for (const [name, versions] of accepted) {
      const content = await readFile(at(`sandbox/aws/ssm/documents/${name}.yaml`));
      const hash = createHash('sha256').update(content).digest('hex');
      assert.deepEqual(versions, [{ version: '1', hash }]);
    }
  });

  it('the loader of documents.yaml names the line of a document that no control starts, and what was probably meant', async () => {
    const text = `documents:\n  AWS-EnableS3BucketEncryptio:\n    - {version: '1', hash: ${HASH}}\n`;
    const said = await problem(text);
    assert.match(said, /documents\.yaml:2:3: .*"AWS-EnableS3BucketEncryptio"/);
    assert.match(said, /did you mean.*AWS-EnableS3BucketEncryption/i);
    const own = `documents:\n  Closeloop-S3PublicAccess:\n    - {version: '1', hash: ${HASH}}\n`;
    assert.match(await problem(own), /no control starts a document of AWS called/);
  });

  it('the loader of documents.yaml refuses an entry without version or hash, and a hash that is no SHA-256', async () => {
    assert.match(await problem(entry(`hash: ${HASH}`)), /version: is missing/);
    assert.match(await problem(entry("version: '1'")), /hash: is missing/);
    assert.match(await problem(entry("version: '1', hash: 1234")), /hash: is 1234/);
    assert.match(await problem(entry(`version: $LATEST, hash: ${HASH}`)), /version: is "\$LATEST"/);
    assert.match(await problem('documents:\n  AWS-EnableS3BucketEncryption: []\n'), /at least 1/);
  });

  it('a missing file is an error and not an empty list', async () => {
    await assert.rejects(loadDocuments(dir), /documents\.yaml:1:1: the file cannot be read/);
  });

  it('only a document of AWS has to be accepted', () => {
    const aws = { owner: 'aws', documentName: 'AWS-X' } as const;
    assert.equal(unaccepted(aws, new Map()), 'AWS-X');
    assert.equal(unaccepted(aws, new Map([['AWS-X', [{ version: '1', hash: HASH }]]])), null);
    assert.equal(unaccepted({ owner: 'closeloop', documentName: 'C' }, new Map()), null);
  });
});

/** The file with one entry of these fields. */
function entry(fields: string): string {
  return `documents:\n  AWS-EnableS3BucketEncryption:\n    - {${fields}}\n`;
}
