/**
 * Cuts `slice.json` out of GitHub's description of its REST API, which is too large to depend on.
 * `npm pack @octokit/openapi@23.0.2`, unpack it, then
 * `node sandbox/vendors/github/openapi/cut.ts package/generated/api.github.com.json`.
 */
import { readFileSync, writeFileSync } from 'node:fs';

import { z } from 'zod';

import { OPERATIONS } from '../operations.ts';

const Described = z.object({
  info: z.object({ version: z.string() }),
  paths: z.record(z.string(), z.record(z.string(), z.unknown())),
  components: z.record(z.string(), z.record(z.string(), z.unknown())),
});
type Described = z.output<typeof Described>;

function cut(described: Described) {
  const operations = [...OPERATIONS.keys()].map((key) => {
    const [method = '', path = ''] = key.split(' ');
    const operation = described.paths[path]?.[method];
    if (operation === undefined) throw new Error(`GitHub describes no ${method} ${path}.`);
    return { method, path, ...Operation.parse(withoutWords(operation)) };
  });
  const components: Record<string, unknown> = {};
  collect(operations, described, components);
  return { notice: NOTICE, version: described.info.version, operations, components };
}

const NOTICE =
  'Cut from @octokit/openapi 23.0.2 (github.com/octokit/openapi), MIT License, Copyright (c) 2020 Octokit contributors.';

/** Only what a machine checks; answers that tell of errors are left out. */
const Operation = z
  .object({
    parameters: z.array(z.unknown()).default([]),
    requestBody: z.unknown().optional(),
    responses: z.record(z.string(), z.unknown()),
  })
  .transform((operation) => ({
    ...operation,
    responses: Object.fromEntries(
      Object.entries(operation.responses).filter(([status]) => status.startsWith('2')),
    ),
  }));

const WORDS = new Set([
  'description',
  'summary',
  'example',
  'examples',
  'externalDocs',
  'title',
  'deprecated',
  'headers',
]);

/** Keys of `properties` are names, not words about the schema, and stay. */
function withoutWords(value: unknown, inProperties = false): unknown {
  if (Array.isArray(value)) return value.map((item) => withoutWords(item));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key]) => inProperties || !(WORDS.has(key) || key.startsWith('x-')))
      .map(([key, inner]) => [key, withoutWords(inner, key === 'properties' && !inProperties)]),
  );
}

/** Adds what `value` refers to, and what that refers to, by its `#/components/…` name. */
function collect(value: unknown, described: Described, into: Record<string, unknown>): void {
  if (Array.isArray(value)) for (const item of value) collect(item, described, into);
  if (typeof value !== 'object' || value === null) return;
  for (const [key, inner] of Object.entries(value)) {
    if (key !== '$ref' || typeof inner !== 'string') collect(inner, described, into);
    else if (!(inner in into)) {
      const [, , kind = '', name = ''] = inner.split('/');
      into[inner] = withoutWords(described.components[kind]?.[name]);
      collect(into[inner], described, into);
    }
  }
}

const [, , source] = process.argv;
if (source === undefined)
  throw new Error('Which file? Give api.github.com.json of @octokit/openapi.');
const slice = cut(Described.parse(JSON.parse(readFileSync(source, 'utf8'))));
writeFileSync(`${import.meta.dirname}/slice.json`, `${JSON.stringify(slice)}\n`);
