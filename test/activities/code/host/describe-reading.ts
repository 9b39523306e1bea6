import assert from 'node:assert/strict';

import type {
  FileRead,
  FolderLimits,
  FolderRead,
} from '../../../../activities/code/host/git-host.ts';
import { BEFORE, PATH } from './host-under-test.ts';
import type { HostUnderTest } from './host-under-test.ts';
import { headOf } from './proposals.ts';

/** What reading means on any host. */
export function describeReading(fresh: () => Promise<HostUnderTest>): void {
  const read = async (path: string, maxBytes = 1000): Promise<FileRead> => {
    const { host, repository } = await fresh();
    const { commit } = await headOf(host.head(repository));
    return await host.readFile({ repository, commit, path }, maxBytes);
  };

  it('the Git host client reads the file as it was at that commit, with its id and mode', async () => {
    const { host, repository, people } = await fresh();
    const { commit, branch } = await headOf(host.head(repository));
    await people.commit(repository, { files: { [PATH]: 'later' } });

    const then = await host.readFile({ repository, commit, path: PATH }, 1000);

    assert.equal(branch, 'main');
    assert.ok(then.kind === 'file');
    assert.equal(Buffer.from(then.bytes).toString(), BEFORE);
    assert.equal(then.mode, '100644');
    assert.match(then.blob, /^[0-9a-f]{40}$/);
  });

  it('the Git host client reads the mode of an executable file', async () => {
    const program = await read('scripts/apply.sh');

    assert.ok(program.kind === 'file');
    assert.equal(program.mode, '100755');
  });

  it('the Git host client answers absent for a missing file, with or without its folder', async () => {
    assert.deepEqual(await read('infra/none.tf'), { kind: 'absent' });
    assert.deepEqual(await read('none/s3.tf'), { kind: 'absent' });
    assert.deepEqual(await read(`${PATH}/deeper.tf`), { kind: 'absent' });
  });

  for (const [path, because] of [
    ['linked.tf', /symbolic link/],
    ['linked/s3.tf', /symbolic link/],
    ['vendored', /submodule/],
    ['infra', /folder/],
    ['large.tf', /5000 bytes/],
    ['lfs.tf', /LFS/],
    ['infra/../infra/s3.tf', /parts/],
    ['/infra/s3.tf', /parts/],
  ] as const) {
    it(`the Git host client refuses ${path}`, async () => {
      const refused = await read(path);

      assert.ok(refused.kind === 'refused');
      assert.match(refused.because, because);
    });
  }

  const readFolder = async (folder: string, limits: Partial<FolderLimits> = {}) => {
    const { host, repository } = await fresh();
    const { commit } = await headOf(host.head(repository));
    return await host.readFolder({ repository, commit, folder }, { ...TERRAFORM, ...limits });
  };

  it('the Git host client reads the wanted files of a folder as they were at that commit, and none of the folders in it', async () => {
    const { host, repository, people } = await fresh();
    const deeper = { 'infra/deeper/s3.tf': '', 'infra/README.md': '', 'infra/x.tf/README.md': '' };
    await people.commit(repository, { files: deeper });
    const { commit } = await headOf(host.head(repository));
    await people.commit(repository, { files: { [PATH]: 'later', 'infra/new.tf': 'later' } });

    const then = await host.readFolder({ repository, commit, folder: 'infra' }, TERRAFORM);

    assert.deepEqual(textsIn(then), { 's3.tf': BEFORE, 'other.tf': 'locals {}\n' });
  });

  it('the Git host client reads the root folder, and a folder without a wanted file', async () => {
    const root = await readFolder('', { wanted: (name) => name === 'large.tf' });

    assert.deepEqual(textsIn(root), { 'large.tf': '#'.repeat(5000) });
    assert.deepEqual(textsIn(await readFolder('scripts')), {});
  });

  it('the Git host client answers absent for a missing folder', async () => {
    assert.deepEqual(await readFolder('none'), { kind: 'absent' });
    assert.deepEqual(await readFolder(PATH), { kind: 'absent' });
  });

  for (const [what, folder, limits, because] of [
    ['more files than wanted', 'infra', { files: 1 }, /has 2 such files with 73 bytes; at most 1/],
    ['more bytes than wanted', 'infra', { bytes: 72 }, /at most 60 with 72 bytes are read/],
    ['a linked file', '', {}, /linked\.tf in it is a symbolic link/],
    ['a file in Git LFS', '', { wanted: (name: string) => name === 'lfs.tf' }, /Git LFS/],
    ['a linked folder', 'linked', {}, /linked is a symbolic link/],
    ['a path that goes up', 'infra/..', {}, /parts/],
  ] as const) {
    it(`the Git host client refuses a folder with ${what}`, async () => {
      const refused = await readFolder(folder, limits);

      assert.ok(refused.kind === 'refused');
      assert.match(refused.because, because);
    });
  }

  it('the Git host client lists regular files only', async () => {
    const { host, repository } = await fresh();
    const { commit } = await headOf(host.head(repository));

    const { files, complete } = await host.listFiles({ repository, commit });

    assert.equal(complete, true);
    assert.deepEqual(files.map(({ path }) => path).toSorted(), [
      'infra/other.tf',
      'infra/s3.tf',
      'large.tf',
      'lfs.tf',
      'scripts/apply.sh',
    ]);
    assert.equal(files.find(({ path }) => path === PATH)?.bytes, BEFORE.length);
  });

  it('the Git host client answers null for a missing repository, and throws for one that could not be read', async () => {
    const { host, unknown, repository } = await fresh();

    assert.equal(await host.head('acme/none'), null);
    assert.equal(await host.examine('acme/none'), null);
    await assert.rejects(async () => await unknown.head(repository), {
      type: 'ConfigurationError',
      nonRetryable: true,
    });
    await assert.rejects(
      async () =>
        await host.readFile({ repository: 'acme/none', commit: '1'.repeat(40), path: PATH }, 10),
      { type: 'ResourceNotFound' },
    );
    await assert.rejects(
      async () => await host.readFile({ repository, commit: '1'.repeat(40), path: PATH }, 10),
      { type: 'ResourceNotFound' },
    );
    await assert.rejects(async () => await host.head('../etc'), { type: 'InvalidInput' });
  });

  it('the Git host client asks for a retry after the host’s delay, at most an hour', async () => {
    const { host, repository, faults } = await fresh();
    await host.head(repository);

    for (const [kind, seconds, atLeast, atMost] of [
      ['primary', 90, 80, 92],
      ['primary', 90_000, 3600, 3600],
      ['secondary', 60, 60, 60],
    ] as const) {
      faults.limitRate(kind, seconds);
      await assert.rejects(
        async () => await host.head(repository),
        (error: { type?: string; nonRetryable?: boolean; nextRetryDelay?: number }) => {
          assert.equal(error.type, 'Throttled');
          assert.equal(error.nonRetryable, false);
          const wait = Number(error.nextRetryDelay) / 1000;
          assert.ok(wait >= atLeast && wait <= atMost, `${kind} ${seconds}: ${wait}`);
          return true;
        },
      );
      assert.ok((await host.head(repository)) !== null);
    }
  });
}

const TERRAFORM: FolderLimits = {
  wanted: (name) => name.endsWith('.tf'),
  files: 60,
  bytes: 100_000,
};

function textsIn(read: FolderRead): Readonly<Record<string, string>> {
  assert.ok(read.kind === 'files');
  return Object.fromEntries(
    read.files.map(({ name, bytes }) => [name, Buffer.from(bytes).toString()]),
  );
}
