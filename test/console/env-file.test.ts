import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { loadEnvFile } from '../../console/connect/env-file.ts';

describe('the environment of a running sandbox', () => {
  let folder: string;
  let file: string;
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'closeloop-env-'));
    file = join(folder, 'sandbox.env');
    writeFileSync(file, 'AWS_REGION=eu-west-1\nAWS_ENDPOINT_URL="http://127.0.0.1:4566"\n');
  });
  after(() => rmSync(folder, { recursive: true }));

  it('is used when nobody has chosen where to go', () => {
    const loaded = loadEnvFile(undefined, { PATH: '/bin', AWS_PROFILE: '' }, file);

    assert.deepEqual(loaded, {
      file,
      values: { AWS_REGION: 'eu-west-1', AWS_ENDPOINT_URL: 'http://127.0.0.1:4566' },
    });
  });

  for (const chosen of ['AWS_REGION', 'AWS_PROFILE', 'AWS_ENDPOINT_URL', 'TEMPORAL_ADDRESS']) {
    it(`never replaces a world that ${chosen} has chosen`, () => {
      const loaded = loadEnvFile(undefined, { [chosen]: 'mine' }, file);

      assert.deepEqual(loaded, { file: null, values: {} });
    });
  }

  it('is absent when no sandbox runs', () => {
    const loaded = loadEnvFile(undefined, {}, join(folder, 'none.env'));

    assert.deepEqual(loaded, { file: null, values: {} });
  });
});
