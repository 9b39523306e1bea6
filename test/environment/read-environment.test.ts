import assert from 'node:assert/strict';

import { z } from 'zod';

import { region, sharedSecret, topicArn } from '../../environment/fields.ts';
import { checkEnvironment, readEnvironment } from '../../environment/read-environment.ts';

const SCHEMA = z.object({
  AWS_REGION: region,
  SECRET: sharedSecret('what requests are signed with'),
  TOPIC: topicArn.optional(),
});

it('an environment reader names every missing and malformed variable at once, and no value', () => {
  assert.throws(() => readEnvironment('the worker', SCHEMA, { SECRET: 'hunter2', TOPIC: 'x' }), {
    message: [
      'The environment of the worker is not complete:',
      '  AWS_REGION: missing: the Region of the ledger, for example eu-west-1',
      '  SECRET: expected at least 16 characters',
      '  TOPIC: expected the ARN of a standard SNS topic, for example arn:aws:sns:eu-west-1:222233334444:closeloop',
    ].join('\n'),
  });
});

it('an environment reader takes an empty variable for one that is not set', () => {
  const variables = { AWS_REGION: '', SECRET: 'long enough a secret', TOPIC: '' };

  const checked = checkEnvironment(SCHEMA, variables);

  assert.deepEqual(checked.ok ? [] : checked.problems.map(({ name, value }) => [name, value]), [
    ['AWS_REGION', null],
  ]);
});
