import assert from 'node:assert/strict';

import { select } from '../../sandbox/aws/ssm/selector.ts';

const RESPONSE = {
  Owner: { ID: 'me' },
  Grants: [
    { Permission: 'READ', Grantee: { Type: 'Group' } },
    { Permission: 'WRITE', Grantee: { Type: 'CanonicalUser' } },
  ],
  'odd name': 1,
};

describe('the selector of a runbook', () => {
  const cases: readonly (readonly [string, unknown])[] = [
    ['$', RESPONSE],
    ['$.Owner.ID', 'me'],
    ['$.Grants[1].Permission', 'WRITE'],
    ["$['odd name']", 1],
    ['$.Nothing', undefined],
    ['$.Grants[5].Permission', undefined],
  ];
  for (const [selector, expected] of cases) {
    it(`a runbook selector reads ${selector}`, () => {
      assert.deepEqual(select(RESPONSE, selector), expected);
    });
  }

  it('a selector with unknown syntax is refused', () => {
    for (const selector of ['Owner', '$..ID', '$.Grants[-1]', '$.Grants[*].Permission']) {
      assert.throws(() => select(RESPONSE, selector), /does not understand/);
    }
  });
});
