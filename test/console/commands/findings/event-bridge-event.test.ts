import assert from 'node:assert/strict';

import { CliError } from '../../../../console/cli/cli-error.ts';
import { routeTarget } from '../../../../console/commands/routes/apply-and-test.ts';
import { wholeEvent } from '../../../../console/commands/routes/event-bridge-event.ts';
import { asffFinding, rawEvent } from '../../../builders/asff.ts';

const EVENT = rawEvent();

describe('a whole event', () => {
  it('routes test accepts an event that EventBridge could have sent', () => {
    assert.deepEqual(wholeEvent(JSON.stringify(EVENT), 'event.json'), EVENT);
  });

  const others: readonly (readonly [string, string, RegExp])[] = [
    [
      'a finding',
      JSON.stringify(asffFinding()),
      /is no EventBridge event: missing or wrong: id, account/,
    ],
    ['a list', '[]', /is no EventBridge event: it is no JSON object/],
    ['a number', '7', /is no EventBridge event: it is no JSON object/],
    ['an event without detail', JSON.stringify({ ...EVENT, detail: 1 }), /wrong: detail\./],
    ['text', 'event', /is no JSON/],
  ];
  for (const [what, text, expected] of others) {
    it(`routes test rejects ${what} as an EventBridge event`, () => {
      assert.throws(
        () => wholeEvent(text, 'x.json'),
        (error) =>
          error instanceof CliError && expected.test(error.message) && error.exitCode === 1,
      );
    });
  }
});

describe('the target of the routes', () => {
  it('routes apply accepts only a target in the Region where findings arrive', () => {
    const target = 'arn:aws:sqs:eu-west-1:222233334444:closeloop-findings';

    assert.deepEqual(routeTarget({ target }, 'eu-west-1'), { targetArn: target });
    assert.throws(
      () => routeTarget({ target, deadLetter: target }, 'eu-central-1'),
      /closeloop-findings is not in eu-central-1/,
    );
  });
});
