import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { startLambda } from '../../sandbox/aws/lambda/lambda.ts';

it('a function answers what it returns, and an invocation fails with what it throws', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'closeloop-lambda-'));
  const bundle = join(folder, 'index.mjs');
  const code =
    "export const handler = async (e) => { if (e === 'bad') throw new Error('no'); return e; };";
  await writeFile(bundle, code);
  const lambda = await startLambda({ bundle, env: {}, logFile: join(folder, 'log') });
  try {
    assert.equal(await lambda.invoke('good'), 'good');
    await assert.rejects(lambda.invoke('bad'), { message: 'no' });
  } finally {
    await lambda.stop();
    await rm(folder, { recursive: true, force: true });
  }
});

it('an invocation fails when the function ends before it answers, or has ended', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'closeloop-lambda-'));
  const bundle = join(folder, 'index.mjs');
  await writeFile(bundle, 'export const handler = () => new Promise(() => {});');
  const lambda = await startLambda({ bundle, env: {}, logFile: join(folder, 'log') });
  const unanswered = assert.rejects(lambda.invoke('slow'), { message: /has ended/ });
  await lambda.stop();

  await unanswered;
  await assert.rejects(lambda.invoke('late'), { message: /has ended/ });
  await rm(folder, { recursive: true, force: true });
});
