/** Every request that the adapter makes is one that GitHub describes, and that the sandbox checks and answers. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { Octokit } from '@octokit/rest';
import { z } from 'zod';

import { readDescription } from '../../../../sandbox/vendors/github/openapi/description.ts';
import { OPERATIONS } from '../../../../sandbox/vendors/github/operations.ts';

const ADAPTER = join(import.meta.dirname, '../../../../activities/code/host/github');
const REST = z.record(
  z.string(),
  z.record(
    z.string(),
    z.custom<{ endpoint: { DEFAULTS: { method: string; url: string } } }>(
      (made) => typeof made === 'function' && 'endpoint' in made,
    ),
  ),
);

/** `git.createRef` → `post /repos/{owner}/{repo}/git/refs`, as Octokit itself would send it. */
function requests(): ReadonlyMap<string, string> {
  const code = readdirSync(ADAPTER).map((file) => readFileSync(join(ADAPTER, file), 'utf8'));
  const calls = code
    .join('\n')
    .matchAll(/\.(?<scope>apps|git|issues|pulls|repos|users)\s*\.(?<name>\w+)\(/g);
  const names = new Set([...calls].map(({ groups }) => `${groups?.['scope']}.${groups?.['name']}`));
  const rest: unknown = new Octokit().rest;
  return new Map(
    [...names].map((full) => {
      const [scope = '', name = ''] = full.split('.');
      const endpoint = REST.parse(rest)[scope]?.[name]?.endpoint.DEFAULTS;
      assert.ok(endpoint, `${full} is no request of Octokit`);
      return [full, `${endpoint.method.toLowerCase()} ${endpoint.url}`];
    }),
  );
}

it('every request is in GitHub’s OpenAPI description, and the sandbox answers it', () => {
  const description = readDescription();
  const found = [...requests()].map(([name, request]) => {
    const [method = '', path = ''] = request.split(' ');
    const filled = path.replaceAll(/\{\w+\}/g, '1');
    return [name, description.find(method, filled)?.operation, OPERATIONS.has(request)];
  });

  assert.ok(found.length > 15, `${found.length} requests found in the adapter`);
  assert.deepEqual(
    found,
    [...requests()].map(([name, request]) => [name, request, true]),
  );
});

it('no request goes around Octokit’s described methods', () => {
  for (const file of readdirSync(ADAPTER)) {
    const code = readFileSync(join(ADAPTER, file), 'utf8');
    assert.doesNotMatch(code, /octokit\.(?:request|graphql|paginate)\b|\.request\(/, file);
  }
});
