/** Who may import whom (DESIGN: the house). A new folder or a new kind of dependency is a decision, not an accident. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('..', import.meta.url));

const FOLDERS = [
  'activities',
  'channels',
  'client',
  'console',
  'controls',
  'domain',
  'environment',
  'infra',
  'policies',
  'sandbox',
  'starter',
  'test',
  'workers',
  'workflows',
];

/** What the parts that run workflows, or speak to them, are made of. */
const CORE = [
  'domain',
  'controls',
  'policies',
  'workflows',
  'activities',
  'client',
  'environment',
] as const;

/** Value imports that a folder may have of other folders; types may come from one more level down. */
const MAY_IMPORT: Record<string, readonly string[]> = {
  domain: [],
  workflows: ['domain'],
  controls: ['domain'],
  policies: ['domain', 'controls'],
  activities: ['domain', 'controls', 'policies', 'workflows'],
  client: ['domain', 'workflows'],
  environment: [],
  starter: CORE,
  channels: [...CORE, 'starter'],
  workers: [...CORE, 'starter'],
  console: [...CORE, 'starter', 'workers', 'channels'],
  infra: [...CORE, 'workers', 'starter', 'channels'],
  sandbox: [...CORE, 'starter', 'workers', 'channels'],
  test: FOLDERS,
};

interface Import {
  readonly from: string;
  readonly to: string;
  readonly typeOnly: boolean;
  /** `import()`, which loads nothing before it is called. */
  readonly lazy: boolean;
}

const files = execFileSync(
  'git',
  ['ls-files', '--cached', '--others', '--exclude-standard', '*.ts'],
  {
    cwd: ROOT,
    encoding: 'utf8',
  },
)
  .split('\n')
  .filter((file) => file.includes('/'));

function importsOf(file: string): Import[] {
  const text = readFileSync(join(ROOT, file), 'utf8');
  const statements = text.matchAll(
    /^(?:import|export)\s+(type\s)?[^'"]*?from\s+['"]([^'"]+)['"]/gm,
  );
  const dynamic = text.matchAll(/\bimport\(\s*['"]([^'"]+)['"]/g);
  return [
    ...[...statements].map(([, type, to]) => ({
      from: file,
      to: to ?? '',
      typeOnly: type !== undefined,
      lazy: false,
    })),
    ...[...dynamic].map(([, to]) => ({ from: file, to: to ?? '', typeOnly: false, lazy: true })),
  ];
}

const imports = files.flatMap(importsOf).filter(({ to }) => !to.endsWith('package.json'));
const folderOf = (path: string) => path.split('/')[0] ?? '';
const inside = imports
  .filter(({ to }) => to.startsWith('.'))
  .map(({ to, ...rest }) => ({ ...rest, to: normalize(join(dirname(rest.from), to)) }));

it('every source file lies in a known folder', () => {
  assert.deepEqual(
    [...new Set(files.map(folderOf))].filter((f) => !FOLDERS.includes(f)),
    [],
  );
});

it('folders import values only from the folders below them', () => {
  const wrong = inside
    .filter(({ typeOnly }) => !typeOnly)
    .map(({ from, to }) => ({ from, target: folderOf(to) }))
    .filter(({ from, target }) => target !== folderOf(from))
    .filter(({ from, target }) => !MAY_IMPORT[folderOf(from)]?.includes(target))
    .map(({ from, target }) => `${from} imports from ${target}`);

  assert.deepEqual([...new Set(wrong)], []);
});

it('only tests import the sandbox, the console or the infrastructure, even as types', () => {
  const wrong = inside
    .map(({ from, to }) => ({ from, target: folderOf(to) }))
    .filter(
      ({ from, target }) =>
        ['sandbox', 'console', 'infra', 'test'].includes(target) && target !== folderOf(from),
    )
    .filter(({ from }) => folderOf(from) !== 'test')
    .map(({ from, target }) => `${from} imports from ${target}`);

  assert.deepEqual(wrong, []);
});

/** Rooms inside a folder: files of `room` import no value of `not`, except what `but` matches. */
const ROOMS: readonly { readonly room: RegExp; readonly not: RegExp; readonly but?: RegExp }[] = [
  // The shared vocabulary knows no state machine, and neither state machine runs the other.
  { room: /^domain\/[^/]+$/, not: /^domain\/.+\// },
  { room: /^domain\/scoped-exception\//, not: /^domain\/lifecycle\// },
  { room: /^domain\/lifecycle\//, not: /^domain\/scoped-exception\// },
  // Stages run activities; only the workflow and its handlers run the state machine.
  { room: /^workflows\/stages\//, not: /^domain\/lifecycle\/(machine|decisions|commands)\.ts$/ },
  // How the ledger speaks DynamoDB does not depend on what it keeps.
  {
    room: /^activities\/ledger\/dynamodb\//,
    not: /^activities\/ledger\//,
    but: /^activities\/ledger\/dynamodb\//,
  },
  // The worker that writes to resources runs no code of the worker that asks models and Git hosts, and vice versa.
  { room: /^activities\/runtime\//, not: /^activities\/code\// },
  { room: /^activities\/code\//, not: /^activities\/runtime\// },
  // What tests share depends on no test.
  { room: /^test\/builders\//, not: /^test\//, but: /^test\/builders\// },
];

it('rooms inside a folder keep apart', () => {
  const wrong = inside
    .filter(({ typeOnly }) => !typeOnly)
    .filter(({ from, to }) =>
      ROOMS.some(({ room, not, but }) => room.test(from) && not.test(to) && but?.test(to) !== true),
    )
    .map(({ from, to }) => `${from} imports ${to}`);

  assert.deepEqual(wrong, []);
});

it('no import circle, type imports included', () => {
  assert.deepEqual(circles(), []);
});

/** Each circle that a depth-first walk of the imports closes, `a → b → a`. */
function circles(): readonly string[] {
  const targets = Map.groupBy(
    inside.filter(({ lazy }) => !lazy),
    ({ from }) => from,
  );
  const done = new Set<string>();
  const found: string[] = [];
  const visit = (file: string, path: readonly string[]): void => {
    const at = path.indexOf(file);
    if (at >= 0) found.push([...path.slice(at), file].join(' → '));
    if (at >= 0 || done.has(file)) return;
    for (const { to } of targets.get(file) ?? []) visit(to, [...path, file]);
    done.add(file);
  };
  for (const file of files) visit(file, []);
  return found;
}

it('the domain imports no package and workflows only what runs in their sandbox', () => {
  const packages = imports.filter(({ to }) => !to.startsWith('.'));
  const inDomain = packages.filter(({ from }) => folderOf(from) === 'domain');
  const inWorkflows = packages
    .filter(({ from, typeOnly }) => folderOf(from) === 'workflows' && !typeOnly)
    .filter(({ to }) => to !== '@temporalio/workflow' && to !== '@temporalio/common');

  assert.deepEqual(inDomain, []);
  assert.deepEqual(inWorkflows, []);
});

it('file names are kebab-case, and control folders are Service.Problem', () => {
  const wrong = files.filter((file) => {
    const parts = file
      .replace(/(\.test|\.long|\.properties\.test|\.conformance|\.d)?\.ts$/, '')
      .split('/');
    return !parts.every(
      (part) =>
        /^[a-z0-9]+(-[a-z0-9]+)*$/.test(part) || /^[A-Z][A-Za-z0-9]*\.[A-Z][A-Za-z]*$/.test(part),
    );
  });

  assert.deepEqual(wrong, []);
});
