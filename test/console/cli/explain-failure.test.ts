import assert from 'node:assert/strict';

import { ServiceError } from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/common';

import { CliError } from '../../../console/cli/cli-error.ts';
import { explainFailure } from '../../../console/cli/explain-failure.ts';

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
    it(`the explanation of a failure explains ${name}: what AWS did and what to do`, () => {
      const { code, message, next } = explainFailure(aws(name), HERE);

      assert.equal(code, 'aws');
      assert.match(message, expected);
      assert.match(next.at(-1) ?? '', /closeloop -- doctor/);
    });
  }

  it('the explanation of a failure keeps the message of the ledger and adds advice for the AWS error', () => {
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

  it('the explanation of a failure reports our own failures with their message and type', () => {
    const failure = ApplicationFailure.create({ message: 'item 7 is odd', type: 'SchemaMismatch' });

    const { code, message } = explainFailure(failure, HERE);

    assert.deepEqual([code, message], ['SchemaMismatch', 'item 7 is odd']);
  });

  it('the explanation of a failure names server, namespace and innermost reason of a Temporal failure', () => {
    const error = new ServiceError('failed', { cause: new Error('14 UNAVAILABLE: no route') });

    const { code, message } = explainFailure(error, HERE);

    assert.equal(code, 'temporal');
    assert.match(message, /Temporal at temporal:7233, namespace default.*14 UNAVAILABLE/);
  });

  it('the explanation of a failure asks for a report of an unknown failure', () => {
    const { code, next } = explainFailure(new TypeError('x is not a function'), HERE);

    assert.equal(code, 'unexpected');
    assert.match(next.join('\n'), /CLOSELOOP_DEBUG=1/);
  });

  it('the explanation of a failure returns an explained failure unchanged', () => {
    const known = new CliError('closed', 'It has closed.', { next: [] });

    assert.equal(explainFailure(known, HERE), known);
  });
});
