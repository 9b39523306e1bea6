import assert from 'node:assert/strict';

import { clientToken } from '../../../activities/runtime/automation.ts';
import { uuidV5 } from '../../../activities/runtime/uuid-v5.ts';

const DNS = '6ba7b810-9dad-11d1-80b4-00c04fd430c8';
const URL_NAMESPACE = '6ba7b811-9dad-11d1-80b4-00c04fd430c8';

it('gives the example of RFC 9562, appendix A.4', () => {
  assert.equal(uuidV5(DNS, 'www.example.com'), '2ed6657d-e927-568b-95e1-2665a8aea6a2');
});

it('gives the value that Python documents for its uuid5', () => {
  assert.equal(uuidV5(DNS, 'python.org'), '886313e1-3b8a-5372-9b90-0c9aee199e5d');
});

it('takes the namespace in any case and separates namespaces', () => {
  assert.equal(uuidV5(DNS.toUpperCase(), 'a'), uuidV5(DNS, 'a'));
  assert.notEqual(uuidV5(URL_NAMESPACE, 'a'), uuidV5(DNS, 'a'));
});

it('refuses a namespace that is no UUID', () => {
  assert.throws(() => uuidV5('closeloop', 'a'), /no UUID: closeloop/);
});

it('gives each write its own token and the same write the same one', () => {
  const write = { workflowId: 'w', episode: 1, round: 1, planHash: 'ab' };
  const others = [{ workflowId: 'v' }, { episode: 2 }, { round: 2 }, { planHash: 'ac' }];
  const tokens = [write, ...others.map((change) => ({ ...write, ...change }))].map(clientToken);
  assert.equal(new Set(tokens).size, tokens.length);
  assert.equal(clientToken({ ...write }), tokens[0]);
  for (const token of tokens) assert.match(token, /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
});
