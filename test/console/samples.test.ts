import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { CliError } from '../../console/cli/cli-error.ts';
import { listed } from '../../console/commands/findings/row.ts';
import { sendFile } from '../../console/commands/findings/send.ts';
import { oneLine } from './cli.ts';
import { lifecycle } from './rows.ts';
import { closeloop } from './shared-process.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const SAMPLES = join(ROOT, 'samples');
const ID = 'S3.MissingVersioning:111122223333:eu-west-1:payments-ledger:7b01f41713';

describe('the samples of the repository', () => {
  it('every sample that --help names exists', () => {
    const help = readFileSync(join(ROOT, 'test/console/cli/help.snapshot.txt'), 'utf8');
    const named = new Set(help.match(/\bsamples\/[\w./-]+/g));
    assert.ok(named.size >= 4, [...named].join());
    const missing = [...named].filter((path) => !existsSync(join(ROOT, path)));
    assert.deepEqual(missing, []);
  });

  it('the sample event starts a lifecycle', async () => {
    const ran = await closeloop(['findings', 'explain', join(SAMPLES, 'event.json'), '--json']);
    const { findings } = oneLine(ran) as { findings: Record<string, unknown>[] };
    assert.deepEqual([ran.code, findings.map(({ action }) => action)], [0, ['start']]);
  });

  it("the sample of a model's answer is accepted, as a folder and file by file", async () => {
    const fix = join(SAMPLES, 'fix');
    const files = ['--finding', join(fix, 'finding.json'), '--source', join(fix, 'main.tf')];
    const ways = [[fix], [...files, '--diff', join(fix, 'answer.diff')]];
    for (const words of ways) {
      const ran = await closeloop(['fix', 'check', ...words]);
      assert.match(ran.stdout, /✓ accepted/, ran.stdout + ran.stderr);
      assert.equal(ran.code, 0);
    }
  });
});

describe('what findings show --json prints, given as a finding', () => {
  let folder: string;
  let file: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'closeloop-shown-'));
    file = join(folder, 'show.json');
    const resource = {
      type: 'AwsS3Bucket',
      id: 'arn:aws:s3:::payments-ledger',
      name: 'payments-ledger',
    };
    const where = { account: '111122223333', region: 'eu-west-1', resource };
    const types = { control: 'S3.MissingVersioning', findingType: 'S3.MissingVersioning' };
    const row = lifecycle({
      workflowId: ID,
      problem: { ...types, ...where, unmappedReason: null },
    });
    const finding = listed(row, { now: 0, defaultTeam: null });
    await writeFile(file, JSON.stringify({ finding, story: [] }));
  });
  after(() => rm(folder, { recursive: true }));

  it('fix check judges a fix of the problem', async () => {
    const [source, diff] = ['fix/main.tf', 'fix/answer.diff'].map((name) => join(SAMPLES, name));
    const words = ['--finding', file, '--source', source ?? '', '--diff', diff ?? ''];
    const ran = await closeloop(['fix', 'check', ...words]);
    assert.match(ran.stdout, /✓ accepted/, ran.stdout + ran.stderr);
  });

  it('findings explain names the lifecycle that a new report reaches', async () => {
    const ran = await closeloop(['findings', 'explain', file, '--json']);
    const { findings } = oneLine(ran) as { findings: Record<string, unknown>[] };
    const [first = {}] = findings;
    assert.deepEqual([findings.length, first['action'], first['workflowId']], [1, 'wake', ID]);
  });

  it('findings send says how the report itself is sent, and that a check can be asked for', async () => {
    await assert.rejects(sendFile(file, {}), (error) => {
      assert.ok(error instanceof CliError);
      const next = error.next.join('\n');
      assert.match(next, /aws securityhub get-findings --filters/);
      assert.match(next, new RegExp(`findings recheck ${ID}`));
      return true;
    });
  });
});
