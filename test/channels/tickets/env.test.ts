import assert from 'node:assert/strict';

import { readDoorEnv, readSubscriberEnv } from '../../../channels/tickets/env.ts';

const AWS = { AWS_REGION: 'eu-west-1' };
const JIRA = {
  JIRA_SITE: 'https://acme.atlassian.net/',
  JIRA_EMAIL: 'closeloop@example.com',
  JIRA_API_TOKEN: 'token',
};
const BOARDS = {
  AZURE_DEVOPS_ORGANIZATION: 'https://dev.azure.com/acme',
  AZURE_DEVOPS_TOKEN: 'token',
};

it('either tracker is enough, and both go together', () => {
  const one = readSubscriberEnv({ ...AWS, ...JIRA });
  assert.equal(one.azureDevOps, null);
  assert.partialDeepStrictEqual(one.jira, {
    site: 'https://acme.atlassian.net',
    issueType: 'Task',
  });
  const both = readSubscriberEnv({
    ...AWS,
    ...JIRA,
    ...BOARDS,
    CLOSELOOP_TICKETS_DEFAULT: 'jira:SEC',
  });
  assert.equal(both.azureDevOps?.workItemType, 'Task');
  assert.deepEqual([both.defaultChannel, both.indexLag], ['jira:SEC', 5000]);
});

it('none, a half one, or a token in clear is refused, with everything that is missing', () => {
  assert.throws(() => readSubscriberEnv(AWS), /at least one tracker/);
  assert.throws(
    () => readSubscriberEnv({ ...AWS, JIRA_SITE: JIRA.JIRA_SITE }),
    /JIRA_EMAIL: missing[^]*JIRA_API_TOKEN: missing/,
  );
  const clear = { ...AWS, ...JIRA, JIRA_SITE: 'http://jira.example.com' };
  assert.throws(() => readSubscriberEnv(clear), /JIRA_SITE: expected https/);
  const wrong = { ...AWS, ...JIRA, CLOSELOOP_TICKETS_DEFAULT: 'slack:#x' };
  assert.throws(() => readSubscriberEnv(wrong), /expected jira:KEY/);
});

it('the door hears a tracker only with a secret that nobody guesses', () => {
  const { secrets } = readDoorEnv({ ...AWS, ...JIRA });
  assert.deepEqual(secrets, { jira: null, 'azure-devops': null });
  const short = { ...AWS, ...JIRA, JIRA_WEBHOOK_SECRET: 'short' };
  assert.throws(() => readDoorEnv(short), /JIRA_WEBHOOK_SECRET: expected at least 16/);
});
