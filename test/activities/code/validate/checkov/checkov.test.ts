import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';

import { startCheckov } from '../../../../../activities/code/validate/checkov/checkov.ts';
import type { Checkov } from '../../../../../activities/code/validate/checkov/checkov.ts';
import { restartingCheckov } from '../../../../../activities/code/validate/checkov/restart-checkov.ts';
import { checkovPython } from '../../../../../sandbox/tools/index.ts';
import { languages } from '../../languages.ts';
import { runFix } from '../../run-fix.ts';
import { acceptedCases, MISTAKEN, refusedByCheckov } from './scan-corpus.ts';

const MODULE = new URL(
  '../../../../../activities/code/validate/checkov/checkov.ts',
  import.meta.url,
).href;

describe('Checkov', () => {
  const started: Checkov[] = [];
  const start = (python: string) => {
    const checkov = startCheckov(python);
    started.push(checkov);
    return checkov;
  };
  /** Each start takes seconds of a processor. */
  let first: Checkov | null = null;
  const shared = () => {
    assert.ok(first, 'Checkov is started before the tests');
    return first;
  };
  before(async () => {
    first = startCheckov(await checkovPython());
  });
  after(async () => await first?.close());
  afterEach(async () => {
    await Promise.all(started.splice(0).map((checkov) => checkov.close()));
  });

  it('Checkov agrees with one in sixteen answers that the validator accepts, except where it is known to be wrong', async () => {
    const some = acceptedCases().filter(({ id }, at) => at % 16 === 0 || MISTAKEN.includes(id));

    assert.deepEqual(await refusedByCheckov(some, { checkov: shared(), languages }), MISTAKEN);
  });

  it('Checkov reports what it scanned in the pull request', async () => {
    const checkov = restartingCheckov(shared);
    const source = 'resource "aws_s3_bucket" "logs" {\n  bucket = "payments-logs"\n}\n';
    const one = { path: 'infra/s3.tf', source, fault: null, checkov };
    const { last, published } = await runFix(one, languages);

    assert.equal(last.status, 'open');
    assert.match(
      published[0]?.body ?? '',
      /Checkov: nothing fails that did not fail before and CKV_AWS_53, .* pass/,
    );
  });

  it('Checkov does not keep a process alive that forgets to close it', async () => {
    const program = `
      const { startCheckov } = await import(${JSON.stringify(MODULE)});
      const checkov = startCheckov(${JSON.stringify(await checkovPython())});
      const files = { language: 'terraform', name: 'main.tf', before: '', after: '' };
      console.log(JSON.stringify(await checkov.scan(files)));`;
    const node = spawnSync(process.execPath, ['--input-type=module', '--eval', program], {
      encoding: 'utf8',
      timeout: 50_000,
    });

    assert.equal(node.status, 0, node.stderr);
    assert.match(node.stdout, /"before"/);
  });

  it('Checkov answers unavailable with a Python that has no Checkov', async () => {
    const checkov = start('/bin/false');
    const files = { language: 'terraform', name: 'main.tf', before: '', after: '' } as const;
    const result = await checkov.scan(files);

    assert.deepEqual(result, { unavailable: "Checkov's process ended with exit code 1" });
  });

  it('Checkov answers unavailable with a Python that does not exist', async () => {
    const checkov = start('/nowhere/python');
    const files = { language: 'terraform', name: 'main.tf', before: '', after: '' } as const;
    const result = await checkov.scan(files);

    assert.match('unavailable' in result ? result.unavailable : '', /could not be started/);
  });
});
