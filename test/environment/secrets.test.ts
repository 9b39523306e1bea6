import assert from 'node:assert/strict';

import type { GetParameterCommandOutput } from '@aws-sdk/client-ssm';

import { readSecrets } from '../../environment/secrets.ts';
import type { Changeable } from '../../environment/secrets.ts';

/** SSM with one parameter, as it answers and as it refuses. */
function ssmWith(answer: { Type?: string; Value?: string } | Error) {
  const asked: unknown[] = [];
  return {
    asked,
    getParameter: async (input: unknown): Promise<GetParameterCommandOutput> => {
      asked.push(input);
      if (answer instanceof Error) throw answer;
      return { $metadata: {}, Parameter: answer as never };
    },
  };
}

const secure = (Value: string) => ssmWith({ Type: 'SecureString', Value });
const named = (more: Changeable = {}): Changeable => ({
  CLOSELOOP_SECRETS: '/closeloop/starter',
  ...more,
});

describe('The secrets of a process', () => {
  it('variables of the parameter that CLOSELOOP_SECRETS names are added to the environment', async () => {
    const ssm = secure('{"TEMPORAL_API_KEY": "k1"}');
    const environment = named({ TEMPORAL_ADDRESS: 'a:7233' });
    await readSecrets('the starter', environment, ssm);
    assert.equal(environment['TEMPORAL_API_KEY'], 'k1');
    assert.equal(environment['TEMPORAL_ADDRESS'], 'a:7233');
    assert.deepEqual(ssm.asked, [{ Name: '/closeloop/starter', WithDecryption: true }]);
  });

  it('without CLOSELOOP_SECRETS nothing is asked for and nothing changes', async () => {
    for (const environment of [{}, { CLOSELOOP_SECRETS: '' }]) {
      const before = { ...environment };
      const ssm = secure('{"A": "b"}');
      await readSecrets('the starter', environment, ssm);
      assert.deepEqual(environment, before);
      assert.deepEqual(ssm.asked, []);
    }
  });

  const faults: readonly (readonly [string, ReturnType<typeof ssmWith>, RegExp])[] = [
    ['that is not encrypted', ssmWith({ Type: 'String', Value: '{}' }), /it is a String: store it/],
    ['that is no JSON', secure('hush'), /expected a JSON object of variables/],
    ['with a value that is no text', secure('{"PORT": 1}'), /expected a JSON object of variables/],
    ['with a name that is no variable', secure('{"a b": "hush"}'), /expected a JSON object/],
    [
      'that is not there',
      ssmWith(Object.assign(new Error('No such parameter.'), { name: 'ParameterNotFound' })),
      /answered ParameterNotFound: No such parameter/,
    ],
  ];
  for (const [what, ssm, message] of faults) {
    it(`a parameter ${what} stops the process, which names the parameter and no value`, async () => {
      const environment = named();
      await assert.rejects(readSecrets('the starter', environment, ssm), (error: Error) => {
        assert.match(error.message, message);
        assert.match(error.message, /secrets of the starter .* parameter \/closeloop\/starter/);
        assert.doesNotMatch(error.message, /hush/);
        return true;
      });
      assert.deepEqual(environment, named());
    });
  }

  it('a variable that the environment sets too stops the process, and neither is chosen', async () => {
    const environment = named({ SLACK_BOT_TOKEN: 'old' });
    await assert.rejects(
      readSecrets('the Slack function', environment, secure('{"SLACK_BOT_TOKEN": "new"}')),
      /sets SLACK_BOT_TOKEN too: keep one/,
    );
    assert.equal(environment['SLACK_BOT_TOKEN'], 'old');
  });
});
