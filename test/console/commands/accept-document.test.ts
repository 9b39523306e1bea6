import assert from 'node:assert/strict';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { SSM } from '@aws-sdk/client-ssm';

import { checkedDocument } from '../../../activities/runtime/checked-document.ts';
import { showOrAccept } from '../../../console/commands/controls/accept-document.ts';
import { documentHash } from '../../../controls/documents.ts';
import { loadDocuments } from '../../../policies/documents.ts';
import { HUB } from '../../builders/asff.ts';
import { as, withSandboxAws } from '../../sandbox/with-sandbox-aws.ts';
import { isForPeople, oneLine } from '../cli.ts';
import { textOf } from '../rows.ts';
import { closeloop } from '../shared-process.ts';

const NAME = 'AWS-EnableS3BucketEncryption';
const place = { account: HUB, region: 'eu-west-1' };

describe('accepting a document of AWS', () => {
  const sandbox = withSandboxAws();
  let folder = '';
  let ssm: SSM;
  let content = '';
  beforeEach(async () => {
    await sandbox().reset();
    folder = await mkdtemp(join(tmpdir(), 'accept-'));
    await cp(
      `${import.meta.dirname}/../../../policies/documents.yaml`,
      join(folder, 'documents.yaml'),
    );
    ssm = new SSM(as(sandbox(), sandbox().gateway.principals.hub('closeloop-console')));
    content = (await ssm.getDocument({ Name: NAME })).Content ?? '';
  });
  afterEach(async () => await rm(folder, { recursive: true }));

  const from = () => ({ ssm, place, policiesDir: folder });
  const file = async () => await readFile(join(folder, 'documents.yaml'), 'utf8');
  /** AWS changes one line; the document can still be started. */
  const publish = () => {
    const next = content.replace('Sets default encryption', 'Sets default KMS encryption');
    sandbox().gateway.publishDocument(NAME, next);
    return documentHash(next);
  };

  it('accept-document without a hash shows version, hash and text, and writes nothing', async () => {
    const before = await file();
    const { json, text, failed } = await showOrAccept(from(), NAME, null);
    const hash = documentHash(content);
    assert.equal(failed, undefined);
    assert.deepEqual(
      { ...json, content: '' },
      {
        name: NAME,
        version: '1',
        hash,
        hashIsOfContent: true,
        where: `account ${HUB}, eu-west-1`,
        accepted: false,
        before: null,
        content: '',
        written: [],
        next: [`npm run -s closeloop -- controls accept-document ${NAME} --hash ${hash}`],
      },
    );
    const said = textOf({ text });
    assert.match(said, /version 1, owned by Amazon.*\nhash \w{64} \(SHA-256 of the text\)/);
    assert.ok(said.includes(content.trimEnd()), said);
    assert.equal(await file(), before);
  });

  it('accept-document with the hash that was shown writes entry and text, and the document may run', async () => {
    const before = await file();
    const { json, text } = await showOrAccept(from(), NAME, documentHash(content));
    assert.deepEqual(json['written'], ['documents.yaml', `documents/${NAME}.yaml`]);
    assert.match(
      textOf({ text }),
      /is accepted\.\nReview and commit documents\.yaml and documents/,
    );
    assert.equal(await readFile(join(folder, `documents/${NAME}.yaml`), 'utf8'), content);
    const accepted = await loadDocuments(folder);
    assert.deepEqual([...accepted], [[NAME, [{ version: '1', hash: documentHash(content) }]]]);
    const comments = before.split('\n').filter((line) => line.startsWith('#'));
    for (const comment of comments) assert.ok((await file()).includes(`${comment}\n`), comment);
    const ran = await checkedDocument(ssm, NAME, place, { accepted, purpose: 'write' });
    assert.equal(ran.version, '1');
  });

  it('accept-document shows what changed in a newer version, and accepts it beside the old one', async () => {
    await showOrAccept(from(), NAME, documentHash(content));
    const hash = publish();
    const said = textOf(await showOrAccept(from(), NAME, null));
    assert.match(said, /Accepted before: version 1, hash \w{64}/);
    assert.match(
      said,
      /\n-description: Sets default encryption.*\n\+description: Sets default KMS/,
    );
    assert.ok(!said.includes('schemaVersion: 0.3') && said.split('\n').length < 25, said);
    await showOrAccept(from(), NAME, hash);
    const versions = (await loadDocuments(folder)).get(NAME);
    assert.deepEqual(versions, [
      { version: '1', hash: documentHash(content) },
      { version: '2', hash },
    ]);
  });

  it('another hash than that of what is there now is refused, and nothing is written', async () => {
    const before = await file();
    const seen = documentHash(content);
    const hash = publish();
    await assert.rejects(showOrAccept(from(), NAME, seen), {
      code: 'document-changed',
      message: `${NAME} in account ${HUB}, eu-west-1 is version 2 with hash ${hash}, not ${seen}: nothing was written.`,
    });
    assert.equal(await file(), before);
  });

  it('accept-document says that a version is accepted already, and does not enter it twice', async () => {
    await showOrAccept(from(), NAME, documentHash(content));
    const before = await file();
    for (const hash of [null, documentHash(content)]) {
      const { json, text } = await showOrAccept(from(), NAME, hash);
      assert.equal(json['accepted'], true);
      assert.match(textOf({ text }), /accepted already: there is nothing to do/);
    }
    assert.equal(await file(), before);
  });

  it('where the text from before is missing the whole text is shown, not a difference to nothing', async () => {
    await showOrAccept(from(), NAME, documentHash(content));
    await rm(join(folder, 'documents'), { recursive: true });
    publish();
    const said = textOf(await showOrAccept(from(), NAME, null));
    assert.match(said, /\nmainSteps:\n {2}- name: PutBucketEncryption/);
  });

  it('a document that its control could not start is not accepted', async () => {
    const next = content
      .replaceAll('SSEAlgorithm:', 'Algorithm:')
      .replaceAll('{{ SSEAlgorithm }}', '{{ Algorithm }}');
    sandbox().gateway.publishDocument(NAME, next);
    await assert.rejects(showOrAccept(from(), NAME, documentHash(next)), {
      code: 'unusable-document',
      message: /no parameter SSEAlgorithm, with which S3\.MissingEncryption starts it\.$/,
    });
  });

  it('escape sequences in a document of AWS never reach the terminal', async () => {
    const next = content.replace('Sets default', 'Sets \\u001b[2J\u202edefault');
    sandbox().gateway.publishDocument(NAME, next.replace('\\u001b', '\u009b'));
    const said = textOf(await showOrAccept(from(), NAME, null));
    assert.doesNotMatch(said, /[\u009b\u202e]/);
  });

  it('only documents of AWS that a control starts can be accepted', async () => {
    const ours = showOrAccept(from(), 'Closeloop-S3PublicAccess', null);
    await assert.rejects(ours, {
      code: 'unknown-document',
      exitCode: 2,
      message: /comes with this/,
    });
    const strange = showOrAccept(from(), '../AWS-X', null);
    await assert.rejects(strange, { code: 'unknown-document', message: /No control starts/ });
  });

  it('the program shows and accepts under the role of the console', async () => {
    await writeFile(join(folder, 'documents.yaml'), 'documents: {}\n');
    const env = { ...sandbox().env('closeloop-console'), CLOSELOOP_POLICIES_DIR: folder };
    const words = ['controls', 'accept-document', NAME];
    const shown = await closeloop([...words, '--json'], env);
    assert.equal(shown.code, 0, shown.stderr);
    const wrong = await closeloop([...words, '--hash', '1234'], env);
    assert.equal(wrong.code, 2);
    const hash = String(oneLine(shown)['hash']);
    const refused = await closeloop(
      [...words, '--hash', hash.replace(/./, '_').replace('_', hash.startsWith('0') ? '1' : '0')],
      env,
    );
    assert.deepEqual([refused.code, isForPeople(refused)], [1, true]);
    const done = await closeloop([...words, '--hash', hash], env);
    assert.equal(done.code, 0, done.stderr);
    assert.match(await file(), new RegExp(`hash: '${hash}'`));
  });
});
