import assert from 'node:assert/strict';
import { posix } from 'node:path';

import type { GitHost } from '../../../../activities/code/host/git-host.ts';
import { readThroughModules } from '../../../../activities/code/source/read-through-modules.ts';
import { parseRepositories } from '../../../../policies/repositories.ts';
import { languages } from '../languages.ts';
import { memoryHost } from '../memory-host.ts';
import { codeDeps, scriptedModel } from '../run-fix.ts';

const MODULE = `variable "name" {
  type = string
}

variable "versioned" {
  type    = bool
  default = true
}

resource "aws_s3_bucket" "this" {
  bucket = var.name
}

resource "aws_s3_bucket_versioning" "this" {
  bucket = aws_s3_bucket.this.id

  versioning_configuration {
    status = var.versioned ? "Enabled" : "Suspended"
  }
}
`;
const CALL = (source = '../modules/bucket', lines = '') =>
  `module "data" {\n  source = "${source}"\n\n  name = "acme-data"\n${lines}}\n`;

const read = async (
  files: Readonly<Record<string, string>>,
  { path = 'live/main.tf', address = null as string | null, folders = '' } = {},
) => {
  const { bedrock } = scriptedModel({ fault: null });
  const one = { path, source: '', fault: null };
  const deps = codeDeps({ host: hostOf(files), languages, bedrock, one });
  const index = `repositories:\n  acme/infra:\n    accounts: ['111122223333']\n${folders}`;
  const result = await readThroughModules(
    { ...deps, repositories: parseRepositories(index, 'repositories.yaml') },
    {
      place: { repository: 'acme/infra', path, block: address },
      hints: { address, resourceName: 'acme-data', tags: new Map() },
    },
    { control: 'S3.PublicAccess', account: '111122223333' },
  );
  return 'unreadable' in result
    ? result.unreadable
    : `${result.path} ${result.source.target.block} ${result.source.target.effect}`;
};

describe('a call of a module of the same repository', () => {
  it('a call of a module of the same repository is followed to the module’s own file where it is the only one', async () => {
    const files = { 'live/main.tf': CALL(), 'modules/bucket/main.tf': MODULE };

    assert.equal(await read(files), 'modules/bucket/main.tf aws_s3_bucket.this fail');
  });

  it('a call of a module of the same repository is followed by the address of a resource inside of it', async () => {
    const files = { 'live/main.tf': CALL(), 'modules/bucket/main.tf': MODULE };
    const address = 'module.data.aws_s3_bucket.this';

    assert.equal(await read(files, { address }), 'modules/bucket/main.tf aws_s3_bucket.this fail');
  });

  it('a call of a module of the same repository is followed through a module that calls another one', async () => {
    const files = {
      'live/main.tf': CALL('../stacks/data'),
      'stacks/data/main.tf': CALL('../../modules/bucket/'),
      'modules/bucket/s3.tf': MODULE,
    };

    assert.equal(await read(files), 'modules/bucket/s3.tf aws_s3_bucket.this fail');
  });

  for (const [what, others, callers] of [
    [
      'called from two folders',
      { 'dev/main.tf': CALL().replace('acme-data', 'acme-dev') },
      /called 2 times, in live\/main\.tf, dev\/main\.tf/,
    ],
    [
      'called twice in one file',
      { 'live/more.tf': `${CALL()}${CALL()}`.replaceAll('acme-data', 'acme-dev') },
      /called 3 times, in live\/main\.tf, live\/more\.tf/,
    ],
    [
      'called by Terragrunt too',
      { 'dev/terragrunt.hcl': 'terraform {\n  source = "../modules//bucket"\n}\n' },
      /called 2 times, in live\/main\.tf, dev\/terragrunt\.hcl/,
    ],
    [
      'called by a file that is itself called twice',
      {
        'a/main.tf': 'module "x" {\n  source = "../live"\n}\n',
        'b/main.tf': 'module "x" {\n  source = "../live"\n}\n',
      },
      /called 2 times, in a\/main\.tf, b\/main\.tf/,
    ],
  ] as const) {
    it(`a call of a module of the same repository goes to people with all callers where the module is ${what}`, async () => {
      const files = { 'live/main.tf': CALL(), 'modules/bucket/main.tf': MODULE, ...others };

      assert.match(await read(files), callers);
    });
  }

  it('a call of a module of the same repository takes the call’s inputs for the values of the module’s variables', async () => {
    const open = `${MODULE}
resource "aws_s3_bucket_public_access_block" "this" {
  bucket                  = aws_s3_bucket.this.id
  block_public_acls       = var.versioned
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}
`;
    const effect = async (lines: string) => {
      const live = CALL('../modules/bucket', lines);
      return await read({ 'live/main.tf': live, 'modules/bucket/main.tf': open });
    };

    assert.match(await effect(''), /pass$/);
    assert.match(await effect('  versioned = false\n'), /fail$/);
    assert.match(await effect('  versioned = local.on\n'), /unknown$/);
  });

  for (const [what, files, told, options] of [
    ['is missing', {}, /calls modules\/bucket, which does not exist/, {}],
    [
      'makes no bucket',
      { 'modules/bucket/main.tf': 'output "x" {\n  value = 1\n}\n' },
      /has no single block that makes the resource/,
      {},
    ],
    [
      'makes two buckets',
      {
        'modules/bucket/a.tf': MODULE,
        'modules/bucket/b.tf': 'resource "aws_s3_bucket" "b" {\n  bucket = "acme-data"\n}\n',
      },
      /has no single block that makes the resource/,
      {},
    ],
    [
      'makes a bucket of another name',
      { 'modules/bucket/main.tf': MODULE.replace('= var.name', '= "acme-other"') },
      /has no single block that makes the resource/,
      {},
    ],
    [
      'is outside of the allowed folders',
      { 'modules/bucket/main.tf': MODULE },
      /modules\/bucket\/main\.tf makes the resource, and is outside of live\//,
      { folders: '    folders: [live/]\n' },
    ],
    [
      'does not parse',
      { 'modules/bucket/main.tf': 'resource {{' },
      /modules\/bucket\/main\.tf .*SOURCE_UNPARSABLE/,
      {},
    ],
  ] as const) {
    it(`a call of a module of the same repository goes to people where the module ${what}`, async () => {
      assert.match(await read({ 'live/main.tf': CALL(), ...files }, options), told);
    });
  }

  it('a call of a module of the same repository goes to people where it leads out of the repository', async () => {
    const told = await read({ 'live/main.tf': CALL('../../elsewhere/bucket') });

    assert.match(told, /outside of the repository/);
  });
});

describe('a file of a module that was located directly', () => {
  const path = 'modules/bucket/main.tf';
  const shared = {
    [path]: MODULE,
    'dev/main.tf': CALL(),
    'live/main.tf': CALL(),
  };

  it('a file of a module that is called twice goes to people, with all callers named', async () => {
    const said = await read(shared, { path });

    assert.match(said, /modules\/bucket, which is called 2 times, in dev\/main.tf, live\/main.tf/);
  });

  it('a file of a module that is called once, or never, is the place to change', async () => {
    const found = `${path} aws_s3_bucket.this fail`;

    assert.equal(await read({ [path]: MODULE, 'live/main.tf': CALL() }, { path }), found);
    assert.equal(await read({ [path]: MODULE }, { path }), found);
  });

  it('a file of a module goes to people where not all files that may call it can be searched', async () => {
    const many = Array.from({ length: 201 }, (_, n) => [`stack-${n}/main.tf`, CALL()] as const);
    const said = await read({ [path]: MODULE, ...Object.fromEntries(many) }, { path });

    assert.match(said, /may be of a module, and acme\/infra has too many files/);
  });

  it('a root module is not searched for callers, however large its repository is', async () => {
    const many = Array.from({ length: 201 }, (_, n) => [`stack-${n}/main.tf`, CALL()] as const);
    const provider = 'provider "aws" {\n  region = "eu-west-1"\n}\n';
    const files = { 'live/main.tf': MODULE, 'live/provider.tf': provider };
    const said = await read({ ...files, ...Object.fromEntries(many) });

    assert.equal(said, 'live/main.tf aws_s3_bucket.this fail');
  });
});

/** A Git host with these files in one repository. */
function hostOf(files: Readonly<Record<string, string>>): GitHost {
  const { host } = memoryHost('', '');
  const all = Object.entries(files);
  return {
    ...host,
    listFiles: async () => {
      const listed = all.map(([path, text]) => ({ path, blob: path, bytes: text.length }));
      return await Promise.resolve({ files: listed, complete: true });
    },
    readFile: async ({ path }) => {
      const text = files[path];
      if (text === undefined) return await Promise.resolve({ kind: 'absent' });
      return { kind: 'file', bytes: Buffer.from(text), blob: path, mode: '100644' };
    },
    readFolder: async ({ folder }, { wanted }) => {
      const own = all.filter(([path]) => posix.dirname(path) === folder);
      if (own.length === 0) return await Promise.resolve({ kind: 'absent' });
      const found = own
        .map(([path, text]) => ({
          name: posix.basename(path),
          bytes: Buffer.from(text),
          blob: path,
        }))
        .filter(({ name }) => wanted(name));
      return { kind: 'files', files: found };
    },
  };
}
