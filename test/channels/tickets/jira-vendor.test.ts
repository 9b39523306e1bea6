/** The sandbox's Jira, called by a client generated from Atlassian's description of its API. */
import assert from 'node:assert/strict';

import { createCloudClient } from 'jira.js/cloud';
import type { CloudClient } from 'jira.js/cloud';
import { ApiError, RateLimitError } from 'jira.js/core';

import {
  JIRA_EMAIL,
  JIRA_TOKEN,
  startSandboxJira,
} from '../../../sandbox/vendors/jira/sandbox-jira.ts';
import type { SandboxJira } from '../../../sandbox/vendors/jira/sandbox-jira.ts';

const paragraph = (text: string) => ({
  type: 'doc',
  version: 1,
  content: [{ type: 'paragraph', content: [{ type: 'text', text }] }],
});
const fields = {
  project: { key: 'SEC' },
  issuetype: { name: 'Task' },
  summary: 'A summary',
  description: paragraph('words'),
  labels: ['closeloop', 'closeloop-1'],
};

describe("the sandbox's Jira, by a client of Atlassian's API", () => {
  let jira: SandboxJira;
  let client: CloudClient;
  let now = Date.parse('2026-11-23T10:00:00.000Z');
  before(async () => {
    jira = await startSandboxJira({ projects: ['SEC'], now: () => now });
    client = clientOf(JIRA_TOKEN);
  });
  after(async () => await jira.stop());

  /** An answer that is not as described is an error. */
  function clientOf(apiToken: string): CloudClient {
    const auth = { type: 'basic', email: JIRA_EMAIL, apiToken } as const;
    const retry = { maxAttempts: 1 };
    return createCloudClient({ host: jira.url, auth, retry, onSchemaMismatch: 'throw' });
  }

  it('the sandbox Jira creates, finds after its lag, edits, comments, links and moves', async () => {
    const { key } = await client.issues.createIssue({ fields });
    assert.equal(key, 'SEC-1');
    const query = { jql: 'project = "SEC" AND labels = "closeloop-1" ORDER BY created ASC' };
    const search = async () =>
      await client.issueSearch.searchAndReconsileIssuesUsingJqlPost({
        ...query,
        fields: ['status'],
      });
    assert.deepEqual((await search()).issues, []);
    now += 2_000;
    assert.equal((await search()).issues?.[0]?.key, 'SEC-1');
    await client.issues.editIssue({ issueIdOrKey: key, fields: { summary: 'Another' } });
    const issue = await client.issues.getIssue({ issueIdOrKey: key });
    assert.equal(issue.fields?.['summary'], 'Another');
    await client.issueComments.addComment({ issueIdOrKey: key, body: paragraph('said') });
    const { comments } = await client.issueComments.getComments({
      issueIdOrKey: key,
      orderBy: '-created',
    });
    assert.equal(comments?.length, 1);
    const link = {
      issueIdOrKey: key,
      globalId: 'one',
      object: { url: 'https://example.com/1', title: 'One' },
    };
    await client.issueRemoteLinks.createOrUpdateRemoteIssueLink(link);
    await client.issueRemoteLinks.createOrUpdateRemoteIssueLink(link);
    assert.equal(jira.issues[0]?.links.length, 1);
    const { transitions = [] } = await client.issues.getTransitions({
      issueIdOrKey: key,
      expand: 'transitions.fields',
    });
    const started = transitions.find(({ to }) => to?.statusCategory?.key === 'indeterminate');
    await client.issues.doTransition({ issueIdOrKey: key, transition: { id: started?.id ?? '' } });
    assert.equal(jira.issues[0]?.status, 'In Arbeit');
    assert.equal((await client.myself.getCurrentUser()).displayName, 'Closeloop');
  });

  it('the sandbox Jira refuses what Jira refuses', async () => {
    const create = async (change: Record<string, unknown>) =>
      await client.issues.createIssue({ fields: { ...fields, ...change } });
    await refuses(create({ priorty: 'High' }), 400, /priorty.*unknown/);
    await refuses(create({ summary: 'two\nlines' }), 400, /newline/);
    await refuses(create({ summary: 'x'.repeat(256) }), 400, /255/);
    await refuses(create({ description: { type: 'paragraph' } }), 400, /Atlassian Document/);
    const empty = { type: 'doc', version: 1, content: [{ type: 'text', text: '' }] };
    await refuses(create({ description: empty }), 400, /Atlassian Document/);
    await refuses(create({ labels: ['two words'] }), 400, /contains spaces/);
    await refuses(create({ project: { key: 'NONE' } }), 400, /valid project/);
    const transition = { issueIdOrKey: 'SEC-1', transition: { id: '999' } };
    await refuses(client.issues.doTransition(transition), 400, /'999' is not valid/);
    const finish = { issueIdOrKey: 'SEC-1', transition: { id: '41' } };
    await refuses(client.issues.doTransition(finish), 400, /resolution is required/);
    await refuses(client.issues.getIssue({ issueIdOrKey: 'SEC-99' }), 404, /does not exist/);
    const unbounded = { jql: 'ORDER BY created ASC', fields: ['id'] };
    await refuses(
      client.issueSearch.searchAndReconsileIssuesUsingJqlPost(unbounded),
      400,
      /Unbounded/,
    );
    await refuses(clientOf('guessed').myself.getCurrentUser(), 401, /authenticated/);
  });

  it('the sandbox Jira refuses a body that is not JSON, and the search that Atlassian removed', async () => {
    const authorization = `Basic ${Buffer.from(`${JIRA_EMAIL}:${JIRA_TOKEN}`).toString('base64')}`;
    const post = {
      method: 'POST',
      body: '{}',
      headers: { authorization, 'content-type': 'text/plain' },
    };
    assert.equal((await fetch(`${jira.url}/rest/api/3/issue`, post)).status, 415);
    assert.equal((await fetch(`${jira.url}/rest/api/3/search`, post)).status, 410);
  });

  it('the sandbox Jira says how long to wait after a rate limit', async () => {
    jira.fail({ kind: 'ratelimited', on: /myself/, retryAfter: 7 });
    await assert.rejects(client.myself.getCurrentUser(), RateLimitError);
  });
});

async function refuses(call: Promise<unknown>, status: number, words: RegExp): Promise<void> {
  await assert.rejects(call, (error) => {
    assert.ok(error instanceof ApiError, String(error));
    assert.equal(error.status, status);
    assert.match(JSON.stringify(error.body), words);
    return true;
  });
}
