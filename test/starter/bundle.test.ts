/** The function as Lambda gets it: one file, its own process, an event in. */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

import { bundleStarter } from '../../starter/bundle.ts';
import type { Bundle } from '../../starter/bundle.ts';
import { rawEvent, rawFinding } from '../builders/asff.ts';

const run = promisify(execFile);

describe('the bundled starter', () => {
  let folder = '';
  let bundle: Bundle = { path: '', bytes: 0 };
  before(async function build() {
    this.timeout(120_000);
    folder = await mkdtemp(join(tmpdir(), 'closeloop-starter-'));
    bundle = await bundleStarter(folder);
  });
  after(async () => rm(folder, { recursive: true, force: true }));

  /** Calls the exported handler in a process that has nothing but `env`. */
  async function invoke(event: unknown, env: Readonly<Record<string, string>>) {
    const code = `
      const { handler } = await import(${JSON.stringify(bundle.path)});
      await handler(${JSON.stringify(event)}).then(
        (answer) => console.log('ANSWER ' + JSON.stringify(answer ?? null)),
        (error) => console.log('FAILED ' + error.name + ': ' + error.message),
      );
      process.exit(0);`;
    const args = ['--input-type=module', '-e', code];
    const { stdout } = await run(process.execPath, args, { env, cwd: folder });
    return stdout;
  }

  it("the starter's bundle is small enough to start cold", () => {
    assert.ok(bundle.bytes > 100_000 && bundle.bytes < 4_000_000, `${bundle.bytes} bytes`);
  });

  it('the bundled starter names every missing variable', async () => {
    assert.match(await invoke({}, {}), /FAILED Error: .*\n\s+AWS_REGION: missing/);
  });

  it('the bundled starter refuses and counts OCSF without a server', async () => {
    const event = rawEvent([{}], { 'detail-type': 'Findings Imported V2' });

    const out = await invoke(event, { AWS_REGION: 'eu-west-1' });

    assert.match(out, /"action":"refuse","reason":"ocsf","findings":1/);
    assert.match(out, /ANSWER null/);
  });

  it('the bundled starter fails with the finding when Temporal cannot be reached, so that Lambda retries', async () => {
    const ledger = createServer((_request, response) => {
      response.setHeader('content-type', 'application/x-amz-json-1.0');
      response.end('{}');
    });
    await new Promise<void>((done) => ledger.listen(0, '127.0.0.1', done));
    const { port } = ledger.address() as AddressInfo;
    const env = {
      AWS_REGION: 'eu-west-1',
      AWS_ENDPOINT_URL: `http://127.0.0.1:${port}`,
      AWS_ACCESS_KEY_ID: 'test',
      AWS_SECRET_ACCESS_KEY: 'test',
      // Nothing listens on the discard port of this machine.
      TEMPORAL_ADDRESS: '127.0.0.1:9',
    };

    const out = await invoke(rawEvent([rawFinding()]), env);

    await new Promise((done) => ledger.close(done));
    assert.match(out, /FAILED FindingsNotTaken: /);
    assert.match(out, /finding 1 \(arn:aws:securityhub:.*S3\.8\/finding\/1\) could not be taken/);
    assert.match(out, /"action":"fail","reason":"error","findings":1/);
  }).timeout(20_000);
});
