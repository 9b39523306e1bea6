import assert from 'node:assert/strict';

import { DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';

import { sentencesOf } from '../../../activities/sealing/check-story.ts';
import { AUDIT_KEY } from '../../../activities/sealing/seals.ts';
import { HUB_ACCOUNT } from '../../../sandbox/aws/gateway/principals.ts';
import { newId } from '../../builders/story.ts';
import { as } from '../../sandbox/with-sandbox-aws.ts';
import { auditor, clients, sequence, upTo, withSealing } from './story.ts';

describe('The sealed story, on emulated AWS', () => {
  const sealing = withSealing();

  it('the sealing seals what is new, once, and says up to which line', async () => {
    const { story, append, auditOf } = sealing();
    const id = await story(3);
    const { check, pass, deps } = auditOf(id);
    assert.equal(upTo(await check(id)), undefined);
    assert.equal((await pass()).sealed, 3);
    assert.equal(upTo(await check(id)), sequence(3));
    assert.equal((await pass()).sealed, 0);

    await append(id, 4, 5);
    const before = await check(id);
    assert.ok('comparison' in before);
    assert.deepEqual(sentencesOf(before), []);
    assert.deepEqual(
      before.comparison.unsealed.map((one) => one.sequence),
      [sequence(4), sequence(5)],
    );
    assert.equal((await pass()).sealed, 2);
    assert.equal(upTo(await check(id)), sequence(5));
    const sealed = await deps.seals.of(id);
    assert.equal('seals' in sealed && sealed.seals.length, 2);
  });

  it('the sealing names a sealed line that a worker overwrites, tells people once, and stops when it is put back', async () => {
    const { worker, story, append, forge, auditOf } = sealing();
    const id = await story(4);
    const { check, pass, heard, deps } = auditOf(id);
    await pass();
    const original = await forge(id, sequence(2));
    const [sentence, ...others] = sentencesOf(await check(id));
    assert.match(sentence ?? '', /^line 2 of episode 1 was changed after it was sealed at 20/);
    assert.deepEqual(others, []);
    await append(id, 5, 5);
    assert.equal((await pass()).differing, 1);
    assert.equal((await pass()).differing, 1);
    assert.equal(upTo(await check(id)), sequence(5));
    assert.deepEqual(heard, [`${id}: ${sentence}`]);
    const alarmOf = async () => (await deps.seals.alarms()).find(({ of }) => of === id);
    assert.partialDeepStrictEqual(await alarmOf(), { over: null, what: [sentence] });

    await worker.document.put({ TableName: 'closeloop-events', Item: original });
    assert.equal((await pass()).differing, 0);
    assert.notEqual((await alarmOf())?.over, null);
    assert.deepEqual(sentencesOf(await check(id)), []);
  });

  it('the sealing names lines that are added before a sealed one, in a key of their own or beside another', async () => {
    const { story, forge, auditOf } = sealing();
    const id = await story(3);
    const { check, pass, heard } = auditOf(id);
    await pass();
    await forge(id, `${sequence(1)}~0123456789ab`);
    await forge(id, '000000#00000009');
    await forge(id, '0');
    const expected = [
      'line "0" was added before a line that was sealed already',
      'line 9 of episode 0 was added before a line that was sealed already',
      'line 1~0123456789ab of episode 1 was added before a line that was sealed already',
    ];
    assert.deepEqual(sentencesOf(await check(id)), expected);
    await pass();
    assert.deepEqual(sentencesOf(await check(id)), expected);
    assert.deepEqual(heard, [`${id}: ${expected.join('; ')}`]);
    await pass();
    assert.equal(heard.length, 1);
  });

  it('the sealing names a sealed line that is gone', async () => {
    const { administrator, story, auditOf } = sealing();
    const id = await story(3);
    const { check, pass } = auditOf(id);
    await pass();
    const Key = { workflowId: id, sequence: sequence(2) };
    await administrator.document.delete({ TableName: 'closeloop-events', Key });
    assert.match(sentencesOf(await check(id)).join(), /^line 2 of episode 1 was removed after/);
  });

  it('the sealing seals stories of scoped exceptions too', async () => {
    const { audit, worker, administrator, story } = sealing();
    const id = `exception:${newId()}`;
    const exception = { control: 'S3.PublicAccess', id, schema: 1 };
    await administrator.document.put({ TableName: 'closeloop-exceptions', Item: exception });
    const from = await story(1);
    const Key = { workflowId: from, sequence: sequence(1) };
    const { Item } = await worker.document.get({ TableName: 'closeloop-events', Key });
    await worker.document.put({ TableName: 'closeloop-events', Item: { ...Item, workflowId: id } });
    const { check, pass } = auditor(audit);
    await pass();
    assert.equal(upTo(await check(id)), sequence(1));
    const Keys = { control: exception.control, id };
    await administrator.document.delete({ TableName: 'closeloop-exceptions', Key: Keys });
  });

  it('the sealing takes a line that no program can read for a changed one, and goes on with the other stories', async () => {
    const { sandbox, audit, story } = sealing();
    const [id, other] = [await story(2), await story(2)];
    const Item = {
      workflowId: { S: id },
      sequence: { S: sequence(1) },
      seq: { N: '9007199254740993.5' },
    };
    const raw = new DynamoDBClient(as(sandbox, sandbox.credentials(HUB_ACCOUNT)));
    await raw.send(new PutItemCommand({ TableName: 'closeloop-events', Item }));
    raw.destroy();
    const ids = async () => ({ ids: [id, other], after: null });
    const found = auditor(audit, { ids });
    assert.deepEqual(await found.pass(), { checked: 2, differing: 1, sealed: 2 });
    assert.match(found.heard.join(), /a line cannot be read/);
    assert.equal(upTo(await found.check(other)), sequence(2));
  });

  it('the sealing lets no worker and no console write a seal, or make its MAC', async () => {
    const { sandbox, audit } = sealing();
    const principals = ['closeloop-orchestrator', 'closeloop-runtime', 'closeloop-closer'] as const;
    for (const name of [...principals, 'closeloop-code', 'closeloop-console'] as const) {
      const thief = clients(sandbox, sandbox.gateway.principals.hub(name));
      const Item = { workflowId: 'any', item: 'seal#00000001' };
      const put = thief.document.put({ TableName: 'closeloop-seals', Item });
      await assert.rejects(put, /not authorized/, name);
      const mac = { KeyId: AUDIT_KEY, Message: Buffer.from('forged') };
      const made = thief.kms.generateMac({ ...mac, MacAlgorithm: 'HMAC_SHA_256' });
      await assert.rejects(made, /not authorized/, name);
      thief.end();
    }
    const Item = { workflowId: 'any', sequence: sequence(1) };
    const ofStory = audit.document.put({ TableName: 'closeloop-events', Item });
    await assert.rejects(ofStory, /not authorized/);
  });
});
