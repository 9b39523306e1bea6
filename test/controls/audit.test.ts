import assert from 'node:assert/strict';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { auditControls } from '../../controls/audit.ts';
import type { Control } from '../../controls/control.ts';
import { renderControls } from '../../controls/docs.ts';
import { checkDocuments } from '../../controls/documents.ts';
import { CONTROLS, controlById } from '../../controls/index.ts';

const ROOT = join(import.meta.dirname, '../..');

describe('The catalogue', () => {
  it('the catalogue passes its own audit', async () => {
    assert.deepEqual(await auditControls(), []);
  });

  it('docs/controls.md is what npm run docs writes', async () => {
    const page = readFileSync(`${ROOT}/docs/controls.md`, 'utf8');

    assert.equal(page, await renderControls(), 'run npm run docs');
  });

  it('README says how many controls there are, of which services, and all that they answer', () => {
    const [head = ''] = readFileSync(`${ROOT}/README.md`, 'utf8').split('```', 1);
    const services = new Set(CONTROLS.map(({ id }) => id.split('.')[0] ?? ''));
    const answered = new Set(CONTROLS.flatMap(({ covers }) => covers.securityHub));
    const [, number, names = ''] =
      /Covered so far: (\d+) controls, of ([^*]+)\*\*/.exec(head) ?? [];
    assert.equal(Number(number), CONTROLS.length);
    assert.deepEqual(new Set(names.split(/, | and /)), services);
    const said = head
      .match(/\b[A-Z0-9]+\.\d+\b/g)
      ?.filter((id) => services.has(id.split('.')[0] ?? ''));
    assert.deepEqual(new Set(said), answered);
    assert.match(head, /Every other finding is led to people/);
  });

  it('controls import only types from the AWS SDK', () => {
    const files = readdirSync(`${ROOT}/controls`, { recursive: true, encoding: 'utf8' });
    const importing = files
      .filter((file) => file.endsWith('.ts'))
      .filter((file) => {
        const text = readFileSync(`${ROOT}/controls/${file}`, 'utf8');
        return /import (?!type )[^;]*from '@aws-sdk\//.test(text);
      });

    assert.deepEqual(importing, []);
  });
});

describe('The audit finds', () => {
  const versioning = controlById('S3.MissingVersioning');
  assert.ok(versioning);
  const publicAccess = controlById('S3.PublicAccess');
  assert.ok(publicAccess);

  it('the audit reports a folder that controls/index.ts does not register', async () => {
    const others = CONTROLS.filter(({ id }) => id !== 'S3.PublicAccess');

    await finds(others, /S3.PublicAccess: the folder is not registered/);
  });

  for (const part of ['control.ts', 'verify.ts', 'cases.ts', 'runbook.yaml', 'undo.yaml']) {
    it(`the audit reports a folder without ${part}`, async () => {
      await withCopy(async (folder) => {
        rmSync(`${folder}/S3.PublicAccess/${part}`);

        const faults = await auditControls([publicAccess], folder);

        assert.match(faults.join('\n'), new RegExp(`S3.PublicAccess: ${part} is missing`));
      });
    });
  }

  it('the audit reports a registered control without a folder', async () => {
    await finds([{ ...versioning, id: 'S3.Absent' }], /S3.Absent: control.ts is missing/);
  });

  it('the audit reports a covers entry without a case', async () => {
    const covers = { ...versioning.covers, securityHub: ['S3.14', 'S3.99'] };

    await finds([{ ...versioning, covers }], /no open case shows what securityHub:S3.99 reports/);
  });

  it('the audit reports a covers entry for a state whose verdict is fixed', async () => {
    const covers = { ...versioning.covers, securityHub: ['S3.14', 'S3.20'] };

    await finds(
      [{ ...versioning, covers }],
      /securityHub:S3.20 still reports a state that our verdict calls fixed/,
    );
  });

  it('the audit reports an entry that two controls cover', async () => {
    const covers = { ...versioning.covers, securityHub: ['S3.14', 'S3.2'] };

    await finds(
      [publicAccess, { ...versioning, covers }],
      /S3.2 is also covered by S3.PublicAccess/,
    );
  });

  it('the audit reports a verify permission that is not a read', async () => {
    const permissions = { ...versioning.permissions, verify: ['s3:PutBucketVersioning'] };

    await finds([{ ...versioning, permissions }], /verify may not have s3:PutBucketVersioning/);
  });

  it('the audit reports a permission with a wildcard', async () => {
    const permissions = { ...versioning.permissions, automation: ['s3:*'] };

    await finds([{ ...versioning, permissions }], /"s3:\*" is not one IAM action/);
  });

  for (const settleSeconds of [29, 1801, Number.NaN]) {
    it(`the audit reports a first wait of ${settleSeconds} s`, async () => {
      await finds([{ ...versioning, settleSeconds }], /settleSeconds is .*expected 30 to 1800/);
    });
  }

  it('the audit reports a reversible control without an undo', async () => {
    await finds([{ ...versioning, reversible: true }], /reversible controls, and only those/);
  });

  it('the audit reports a document that is started with other parameters than it declares', async () => {
    const runbook = { ...publicAccess.runbook, parameters: () => ({ Bucket: ['x'] }) };

    await finds([{ ...publicAccess, runbook }], /runbook.yaml declares .*started with Bucket/);
  });

  it('the audit reports a document that runs another one, whose content nobody pins', async () => {
    await withCopy(async (folder) => {
      const file = `${folder}/S3.PublicAccess/runbook.yaml`;
      const text = readFileSync(file, 'utf8');
      writeFileSync(file, text.replace('aws:executeAwsApi', 'aws:executeAutomation'));

      assert.match(
        checkDocuments(publicAccess, folder).join('\n'),
        /runbook\.yaml: .*aws:executeAwsApi/,
      );
    });
  });
});

async function finds(controls: readonly Control[], fault: RegExp): Promise<void> {
  assert.match((await auditControls(controls)).join('\n'), fault);
}

/** A copy of the controls' folder that a test may break.. */
async function withCopy(run: (folder: string) => Promise<void>): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'controls-'));
  try {
    cpSync(`${ROOT}/controls/S3.PublicAccess`, `${folder}/S3.PublicAccess`, { recursive: true });
    await run(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
