import assert from 'node:assert/strict';

import { ServiceError } from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/common';

import { CliError } from '../../console/cli/cli-error.ts';
import { explainFailure } from '../../console/cli/explain-failure.ts';

const HERE = { AWS_REGION: 'eu-west-1', TEMPORAL_ADDRESS: 'temporal:7233' };
const aws = (name: string, message = 'no') =>
  Object.assign(new Error(message), { name, $metadata: {} });

describe('the explanation of a failure', () => {
  const answers: readonly (readonly [string, RegExp])[] = [
    ['ExpiredTokenException', /does not accept these credentials/],
    ['UnrecognizedClientException', /does not accept these credentials/],
    ['AccessDeniedException', /AWS in eu-west-1 refused: no/],
    ['ResourceNotFoundException', /does not know the table or resource/],
    ['TimeoutError', /could not be reached/],
    ['SomethingNewException', /answered SomethingNewException: no/],
  ];
  for (const [name, expected] of answers) {
    it(`of ${name} says what AWS did and what to do`, () => {
      const { code, message, next } = explainFailure(aws(name), HERE);

      assert.equal(code, 'aws');
      assert.match(message, expected);
      assert.match(next.at(-1) ?? '', /closeloop -- doctor/);
    });
  }

  it('keeps the words of the ledger and the advice for what AWS said to it', () => {
    const cause = aws('AccessDeniedException');
    const failure = ApplicationFailure.create({
      message: 'reading all of closeloop-lifecycles: denied',
      type: 'AccessDenied',
      cause,
    });

    const { message, next } = explainFailure(failure, HERE);

    assert.equal(message, 'AWS in eu-west-1 refused: reading all of closeloop-lifecycles: denied');
    assert.match(next[0] ?? '', /closeloop-console/);
  });

  it('of our own failures is what they say, under their type', () => {
    const failure = ApplicationFailure.create({ message: 'item 7 is odd', type: 'SchemaMismatch' });

    const { code, message } = explainFailure(failure, HERE);

    assert.deepEqual([code, message], ['SchemaMismatch', 'item 7 is odd']);
  });

  it('of Temporal names server and namespace, and the innermost reason', () => {
    const error = new ServiceError('failed', { cause: new Error('14 UNAVAILABLE: no route') });

    const { code, message } = explainFailure(error, HERE);

    assert.equal(code, 'temporal');
    assert.match(message, /Temporal at temporal:7233, namespace default.*14 UNAVAILABLE/);
  });

  it('of something unknown asks for a report, never for patience', () => {
    const { code, next } = explainFailure(new TypeError('x is not a function'), HERE);

    assert.equal(code, 'unexpected');
    assert.match(next.join('\n'), /CLOSELOOP_DEBUG=1/);
  });

  it('of what was explained before is that explanation', () => {
    const known = new CliError('closed', 'It has closed.', { next: [] });

    assert.equal(explainFailure(known, HERE), known);
  });
});
