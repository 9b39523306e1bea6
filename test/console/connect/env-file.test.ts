import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { loadEnvFile, SANDBOX_ENV } from '../../../console/connect/env-file.ts';

describe('the environment of a running sandbox', () => {
  let folder: string;
  let file: string;
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'closeloop-env-'));
    file = join(folder, 'sandbox.env');
    writeFileSync(file, 'AWS_REGION=eu-west-1\nAWS_ENDPOINT_URL="http://127.0.0.1:4566"\n');
  });
  after(() => rmSync(folder, { recursive: true }));

  it('the console reads the file that the demo writes', () => {
    const written = fileURLToPath(new URL('../../../.closeloop/sandbox.env', import.meta.url));

    assert.equal(SANDBOX_ENV, written);
  });

  it('the console uses the sandbox when nobody has chosen another environment', () => {
    const loaded = loadEnvFile(undefined, { PATH: '/bin', AWS_PROFILE: '' }, file);

    assert.deepEqual(loaded, {
      file,
      values: { AWS_REGION: 'eu-west-1', AWS_ENDPOINT_URL: 'http://127.0.0.1:4566' },
    });
  });

  for (const chosen of ['AWS_REGION', 'AWS_PROFILE', 'AWS_ENDPOINT_URL', 'TEMPORAL_ADDRESS']) {
    it(`the console does not use the sandbox when ${chosen} is set`, () => {
      const loaded = loadEnvFile(undefined, { [chosen]: 'mine' }, file);

      assert.deepEqual(loaded, { file: null, values: {} });
    });
  }

  it('the console uses no file when no sandbox runs', () => {
    const loaded = loadEnvFile(undefined, {}, join(folder, 'none.env'));

    assert.deepEqual(loaded, { file: null, values: {} });
  });
});
