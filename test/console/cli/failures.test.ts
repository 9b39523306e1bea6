import assert from 'node:assert/strict';
import { rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { asffFinding } from '../../builders/asff.ts';
import { isForPeople, oneLine } from '../cli.ts';
import { closeloop } from '../shared-process.ts';

const KEYS = { AWS_ACCESS_KEY_ID: 'AKIDEXAMPLE', AWS_SECRET_ACCESS_KEY: 'secret' };
/** A port that nothing listens on. */
const NOBODY = { AWS_REGION: 'eu-west-1', AWS_ENDPOINT_URL: 'http://127.0.0.1:1', ...KEYS };

describe('a failure', () => {
  it('the message of a failure names everything missing or malformed in the environment at once', async () => {
    const ran = await closeloop(['findings', 'list'], {
      AWS_ENDPOINT_URL: 'localhost',
      CLOSELOOP_TEMPORAL_UI: 'perhaps',
    });

    assert.equal(ran.code, 2);
    assert.match(ran.stderr, /AWS_REGION: missing/);
    assert.match(ran.stderr, /AWS_ENDPOINT_URL: "localhost" is not valid/);
    assert.match(ran.stderr, /CLOSELOOP_TEMPORAL_UI: "perhaps" is not valid: expected an http/);
    assert.match(ran.stderr, /export AWS_REGION=eu-west-1/);
    assert.match(
      ran.stderr,
      /start the sandbox, which writes an environment of its own: npm run demo/,
    );
    assert.ok(isForPeople(ran), ran.stderr);
  });

  it('the message of a failure says how to sign in when there are no credentials', async () => {
    const ran = await closeloop(['findings', 'list'], { AWS_REGION: 'eu-west-1' });

    assert.equal(ran.code, 1);
    assert.match(ran.stderr, /no credentials/);
    assert.match(ran.stderr, /closeloop-console/);
    assert.ok(isForPeople(ran), ran.stderr);
  });

  it('the message of a failure names the address of a ledger that cannot be reached', async () => {
    const ran = await closeloop(['findings', 'show', 'x', '--json'], NOBODY);

    const { error } = oneLine(ran) as { error: { code: string; message: string } };
    assert.deepEqual([ran.code, error.code], [1, 'aws']);
    assert.match(error.message, /http:\/\/127\.0\.0\.1:1 could not be reached/);
    assert.ok(isForPeople(ran), ran.stderr);
  });

  it('findings send exits 1 where the ledger cannot be reached, and names its address', async () => {
    const file = join(tmpdir(), `closeloop-send-${process.pid}.json`);
    await writeFile(file, JSON.stringify(asffFinding()));

    const ran = await closeloop(['findings', 'send', file, '--json'], NOBODY);

    assert.equal(ran.code, 1, ran.stdout + ran.stderr);
    assert.match(ran.stdout, /127\.0\.0\.1:1/);
  });

  for (const [what, content, expected] of [
    ['does not exist', null, /could not be read/],
    ['holds no JSON', '{"a": \n nope', /no JSON at line 2/],
    ['is empty', '', /empty/],
  ] as const) {
    it(`findings send exits 2 before it reaches any server for a file that ${what}`, async () => {
      const file = join(tmpdir(), `closeloop-send-unreadable-${process.pid}.json`);
      if (content === null) await rm(file, { force: true });
      else await writeFile(file, content);

      const ran = await closeloop(['findings', 'send', file], NOBODY);

      assert.equal(ran.code, 2, ran.stdout + ran.stderr);
      assert.match(ran.stderr, expected);
      assert.ok(isForPeople(ran), ran.stderr);
    });
  }

  it('the message of a failure names an environment file that cannot be read', async () => {
    const ran = await closeloop(['findings', 'list', '--env', '/nowhere/x.env']);

    assert.equal(ran.code, 2);
    assert.match(ran.stderr, /\/nowhere\/x\.env/);
    assert.ok(isForPeople(ran), ran.stderr);
  });

  it('the message of a failure shows where it came from only when asked', async () => {
    const ran = await closeloop(['findings', 'list'], { ...NOBODY, CLOSELOOP_DEBUG: '1' });

    assert.match(ran.stderr, /\n\s+at .*\n/);
  });
});

describe('an environment file', () => {
  it('an environment file prefers the values of --env to those of the shell', async () => {
    const file = join(tmpdir(), `closeloop-test-${process.pid}.env`);
    await writeFile(file, 'AWS_ENDPOINT_URL=http://127.0.0.1:2\nAWS_PROFILE=\n');

    const ran = await closeloop(['findings', 'list', '--env', file], NOBODY);

    assert.match(ran.stderr, /http:\/\/127\.0\.0\.1:2 could not be reached/);
  });
});
