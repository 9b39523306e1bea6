import assert from 'node:assert/strict';

import type { SSM } from '@aws-sdk/client-ssm';

import { ensureDocuments, shippedDocuments } from '../../../activities/runtime/documents.ts';
import { CONTROLS } from '../../../controls/index.ts';
import { PAYMENTS } from '../../builders/asff.ts';
import { admin, withSandboxAws } from '../../sandbox/with-sandbox-aws.ts';

describe('Our documents in an account', () => {
  const sandbox = withSandboxAws({ documents: [] });
  const shipped = shippedDocuments(CONTROLS);
  let ssm: SSM;
  beforeEach(async () => {
    await sandbox().reset();
    ({ ssm } = admin(sandbox(), PAYMENTS));
  });

  it('the deployment of our documents ships the runbooks and undos that the controls pin', () => {
    const names = shipped.map(({ name }) => name).toSorted();
    assert(names.includes('Closeloop-S3PublicAccess'));
    assert(names.every((name) => name.startsWith('Closeloop-')));
    assert(shipped.every(({ version }) => /^\d+$/.test(version)));
  });

  it('the deployment of our documents creates what is missing and changes nothing the second time', async () => {
    const first = await ensureDocuments(ssm, shipped);
    assert(first.length > 0);
    assert(first.every(({ change, version }) => change === 'created' && version === '1'));
    const second = await ensureDocuments(ssm, shipped);
    assert(second.every(({ change }) => change === 'none'));
  });

  it('the deployment of our documents adds the next version when a release pins it', async () => {
    await ensureDocuments(ssm, shipped);
    const [document] = shipped;
    assert(document);
    const next = { ...document, version: '2', content: `${document.content}\n# changed\n` };
    const [ensured] = await ensureDocuments(ssm, [next]);
    assert.equal(ensured?.change, 'updated');
    const { Document: stored } = await ssm.describeDocument({
      Name: document.name,
      DocumentVersion: '2',
    });
    assert.equal(stored?.LatestVersion, '2');
    assert.equal((await ensureDocuments(ssm, [document]))[0]?.change, 'none');
  });

  it('the deployment of our documents refuses another content under a pinned version, and a version out of order', async () => {
    await ensureDocuments(ssm, shipped);
    const [document] = shipped;
    assert(document);
    const changed = { ...document, content: `${document.content}\n# changed\n` };
    await assert.rejects(ensureDocuments(ssm, [changed]), {
      type: 'ConfigurationError',
      message: /version 1 has another content/,
    });
    await assert.rejects(ensureDocuments(ssm, [{ ...document, version: '3' }]), {
      type: 'ConfigurationError',
      message: /needs .* version 3, but this account is at version 1/,
    });
  });
});
