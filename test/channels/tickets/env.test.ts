import assert from 'node:assert/strict';

import { readSubscriberEnv, readWebhookEnv } from '../../../channels/tickets/env.ts';

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

it('the tickets function needs one tracker, and takes both', () => {
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

it('the tickets function names everything that a tracker lacks, and refuses plain HTTP', () => {
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

it('the tickets webhook accepts a tracker only with a secret of at least 16 characters', () => {
  const { secrets } = readWebhookEnv({ ...AWS, ...JIRA });
  assert.deepEqual(secrets, { jira: null, 'azure-devops': null });
  const short = { ...AWS, ...JIRA, JIRA_WEBHOOK_SECRET: 'short' };
  assert.throws(() => readWebhookEnv(short), /JIRA_WEBHOOK_SECRET: expected at least 16/);
});
