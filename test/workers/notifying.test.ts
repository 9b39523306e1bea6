import assert from 'node:assert/strict';

import { aliasIn } from '../../workers/notifying.ts';

it('an account has the name that people gave it, and none by the name of a property of every object', () => {
  const aliasOf = aliasIn({ '111122223333': 'payments' });

  assert.equal(aliasOf('111122223333'), 'payments');
  assert.equal(aliasOf('444455556666'), null);
  assert.equal(aliasOf('constructor'), null);
});
