import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { asffFinding } from '../../../builders/asff.ts';
import { isForPeople, oneLine } from '../../cli.ts';
import { closeloop } from '../../shared-process.ts';

const MAIN = fileURLToPath(new URL('../../../../console/main.ts', import.meta.url));

const FINDING = asffFinding();

describe('findings explain', () => {
  let folder: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'closeloop-explain-'));
  });
  after(async () => {
    await rm(folder, { recursive: true });
  });

  const file = async (content: string) => {
    const path = join(folder, 'event.json');
    await writeFile(path, content);
    return path;
  };

  it('findings explain answers in one line of JSON without any server or environment', async () => {
    const path = await file(JSON.stringify(FINDING));

    const ran = await closeloop(['findings', 'explain', path, '--json']);

    const { findings } = oneLine(ran) as { findings: Record<string, unknown>[] };
    assert.deepEqual([ran.code, ran.stderr, findings.length], [0, '', 1]);
    const { index, action, control, account, region, resource, tags } = findings[0] ?? {};
    assert.deepEqual(
      { index, action, control, account, region, resource, tags },
      {
        index: 0,
        action: 'start',
        control: 'S3.PublicAccess',
        account: '111122223333',
        region: 'eu-west-1',
        resource: 'payments-logs',
        tags: { Team: 'payments' },
      },
    );
    assert.match(String(findings[0]?.['workflowId']), /^S3\.PublicAccess:111122223333:eu-west-1:/);
  });

  it('findings explain says to people what would happen and why', async () => {
    const ran = await closeloop(['findings', 'explain', await file(JSON.stringify(FINDING))]);

    assert.equal(ran.code, 0);
    assert.match(ran.stdout, /^start +finding 1 S3\.PublicAccess:111122223333:eu-west-1:payments/);
  });

  it('findings explain refuses what is no JSON with its place and what to do, and exits 2', async () => {
    const ran = await closeloop(['findings', 'explain', await file('{"a": \n nope'), '--json']);

    const { findings } = oneLine(ran) as { findings: Record<string, unknown>[] };
    assert.equal(ran.code, 2);
    assert.equal(findings[0]?.['action'], 'refuse');
    assert.match(String(findings[0]?.['reason']), /event\.json: no JSON at line 2.*Name a file/);
  });

  it('findings explain fails for what is refused, as the help says, and not for what is dropped', async () => {
    const informational = { ...FINDING, Severity: { Label: 'INFORMATIONAL' } };
    const cases: readonly (readonly [unknown, string])[] = [
      [informational, 'drop'],
      [{ source: 'aws.ec2', 'detail-type': 'x', detail: {} }, 'refuse'],
      [{ ...FINDING, AwsAccountId: 7 }, 'refuse'],
      [[], 'refuse'],
      [42, 'refuse'],
    ];
    for (const [content, action] of cases) {
      const path = await file(JSON.stringify(content));
      const ran = await closeloop(['findings', 'explain', path, '--json']);

      const { findings } = oneLine(ran) as { findings: Record<string, unknown>[] };
      const code = action === 'refuse' ? 1 : 0;
      assert.deepEqual([ran.code, findings[0]?.['action']], [code, action], ran.stdout);
    }
  });

  it('findings explain explains thousands of findings at once', async () => {
    const many = Array.from({ length: 5000 }, (_, n) => ({ ...FINDING, Id: `${FINDING.Id}${n}` }));

    const ran = await closeloop([
      'findings',
      'explain',
      await file(JSON.stringify(many)),
      '--json',
    ]);

    const { findings } = oneLine(ran) as { findings: Record<string, unknown>[] };
    assert.deepEqual([ran.code, findings.length], [0, 5000]);
  });

  it('findings explain prints no escape that a finding brought along, as text or as JSON', async () => {
    const name = 'arn:aws:s3:::x\u001B[31m\u009B31m\u202E\ny';
    const [resource] = FINDING.Resources ?? [];
    const path = await file(JSON.stringify({ ...FINDING, Resources: [{ ...resource, Id: name }] }));

    for (const words of [[], ['--json']]) {
      const { stdout } = await closeloop(['findings', 'explain', path, ...words]);
      for (const unseen of ['\u001B', '\u009B', '\u202E']) assert.ok(!stdout.includes(unseen));
    }
  });

  it('findings explain reads standard input as -', () => {
    const ran = spawnSync(process.execPath, [MAIN, 'findings', 'explain', '-', '--json'], {
      input: JSON.stringify(FINDING),
      encoding: 'utf8',
    });

    assert.equal(ran.status, 0, ran.stderr);
    assert.match(ran.stdout, /"action":"start"/);
  });

  it('findings explain says which file is missing', async () => {
    const ran = await closeloop(['findings', 'explain', '/nowhere/event.json']);

    assert.equal(ran.code, 2);
    assert.match(ran.stderr, /\/nowhere\/event\.json could not be read/);
    assert.ok(isForPeople(ran), ran.stderr);
  });
});
