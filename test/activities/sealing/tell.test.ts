import assert from 'node:assert/strict';

import { messageSchema } from '../../../activities/notify/message.ts';
import type { TellDeps } from '../../../activities/notify/tell-now.ts';
import { tellTampered } from '../../../activities/sealing/tell.ts';
import { awsError, failing } from '../../builders/activity.ts';
import { newId } from '../../builders/story.ts';
import { withSealing } from './story.ts';

describe('What people are told of a story that differs', () => {
  const sealing = withSealing();
  const telling = (sns: NonNullable<TellDeps['topic']>['sns'] | null) => {
    const log: string[] = [];
    const tell = tellTampered({
      store: sealing().audit.store,
      clock: { now: () => new Date('2026-11-30T15:00:00.000Z') },
      topic:
        sns === null ? null : { sns, topicArn: 'arn:aws:sns:eu-west-1:222233334444:closeloop' },
      around: {
        controlOf: () => null,
        ownership: { defaultTeam: 'platform', teams: [], patterns: [] },
        aliasOf: () => null,
        temporalUi: null,
        namespace: 'default',
        securityHubRegion: 'eu-west-1',
      },
      warn: (line) => log.push(line),
    });
    return { tell, log };
  };

  it('is one message about the finding, newer than its newest line and older than the next', async () => {
    const workflowId = await sealing().story(3);
    const sent: string[] = [];
    const sns = { publish: async ({ Message }: { Message: string }) => sent.push(Message) };
    assert.equal(await telling(sns).tell({ workflowId, what: 'line 2 was changed' }), true);

    const [message] = sent.map((one) => messageSchema.parse(JSON.parse(one)));
    assert.equal(message?.kind, 'tampered');
    assert.equal(message.event.text, 'The story is not what was sealed: line 2 was changed');
    assert.equal(message.finding.workflowId, workflowId);
    assert.ok('000001#00000003' < message.sequence && message.sequence < '000001#00000004');
  });

  it('is not taken for told where SNS refuses', async () => {
    const workflowId = await sealing().story(1);
    const publish = failing(awsError('AuthorizationErrorException', 403));
    const { tell, log } = telling({ publish });
    assert.equal(await tell({ workflowId, what: 'line 1 was changed' }), false);
    assert.match(log.join('\n'), /line 1 was changed[^]*was not published/);
  });

  it('is a line in the log where there is no topic, and of what is no lifecycle', async () => {
    const workflowId = await sealing().story(1);
    const without = telling(null);
    assert.equal(await without.tell({ workflowId, what: 'line 1 was changed' }), true);
    assert.match(without.log.join(), /line 1 was changed/);
    const unused = { publish: async () => assert.fail('there is no finding') };
    const id = `exception:${newId()}`;
    assert.equal(await telling(unused).tell({ workflowId: id, what: 'x' }), true);
  });
});
