/** The sandbox's Azure DevOps, called by Microsoft's own client without our adapter. */
import assert from 'node:assert/strict';

import { getPersonalAccessTokenHandler, WebApi } from 'azure-devops-node-api';
import type { IWorkItemTrackingApi } from 'azure-devops-node-api/WorkItemTrackingApi.js';

import {
  AZURE_DEVOPS_TOKEN,
  startSandboxAzureDevOps,
} from '../../../sandbox/vendors/azure-devops/sandbox-azure-devops.ts';
import type { SandboxAzureDevOps } from '../../../sandbox/vendors/azure-devops/sandbox-azure-devops.ts';

const add = (field: string, value: unknown) => ({ op: 'add', path: `/fields/${field}`, value });
const title = add('System.Title', 'A title');
const tags = add('System.Tags', 'closeloop; closeloop-1');
const PATCH = { 'Content-Type': 'application/json-patch+json' };

const query = (tag: string) =>
  `SELECT [System.Id] FROM WorkItems WHERE [System.TeamProject] = @project AND [System.Tags] CONTAINS '${tag}' ORDER BY [System.Id] ASC`;

const post = async (address: string, headers: Record<string, string>) =>
  await fetch(address, { method: 'POST', body: JSON.stringify([title]), headers });

describe("the sandbox's Azure DevOps, by the vendor's client", () => {
  let boards: SandboxAzureDevOps;
  let client: IWorkItemTrackingApi;
  let now = Date.parse('2026-11-23T10:00:00.000Z');
  before(async () => {
    boards = await startSandboxAzureDevOps({ projects: ['Payments'], now: () => now });
    client = await clientOf(AZURE_DEVOPS_TOKEN);
  });
  after(async () => await boards.stop());

  async function clientOf(token: string): Promise<IWorkItemTrackingApi> {
    const api = new WebApi(boards.url, getPersonalAccessTokenHandler(token), {
      allowRetries: false,
    });
    return await api.getWorkItemTrackingApi();
  }

  it('the sandbox Azure DevOps creates, finds after its lag, updates, comments, links and moves', async () => {
    const made = await client.createWorkItem({}, [title, tags], 'Payments', 'Task');
    const id = made.id ?? 0;
    const search = async () =>
      (await client.queryByWiql({ query: query('closeloop-1') }, { project: 'Payments' }))
        .workItems;
    assert.deepEqual(await search(), []);
    now += 2_000;
    assert.equal((await search())?.[0]?.id, id);
    const states = await client.getWorkItemTypeStates('Payments', 'Task');
    const started = states.find(({ category }) => category === 'InProgress')?.name;
    const link = {
      op: 'add',
      path: '/relations/-',
      value: { rel: 'Hyperlink', url: 'https://example.com/1' },
    };
    const test = { op: 'test', path: '/rev', value: made.rev };
    const said = add('System.History', '<p>said</p>');
    await client.updateWorkItem({}, [test, add('System.State', started), said, link], id);
    const read = await client.getWorkItem(id, undefined, undefined, 4);
    assert.equal(read.fields?.['System.State'], 'In Arbeit');
    assert.equal(read.relations?.length, 1);
    const { comments } = await client.getComments('Payments', id);
    assert.match(comments?.[0]?.text ?? '', /said/);
    const [listed] = await client.getWorkItems([id], ['System.Tags']);
    assert.equal(listed?.fields?.['System.Tags'], 'closeloop; closeloop-1');
  });

  it('the sandbox Azure DevOps refuses what Azure DevOps refuses', async () => {
    const create = async (...operations: object[]) =>
      await client.createWorkItem({}, operations, 'Payments', 'Task');
    await refuses(create(title, add('System.Nothing', 'x')), 400, /TF51535/);
    await refuses(create(add('System.Title', 'x'.repeat(256))), 400, /TF401324/);
    await refuses(create(tags), 400, /TF401320.*Title/);
    await refuses(create(), 400, /valid patch document/);
    // To this client 404 is no error but null.
    assert.equal(await client.createWorkItem({}, [title], 'Payments', 'Epos'), null);
    assert.equal(await client.createWorkItem({}, [title], 'Nowhere', 'Task'), null);
    const state = async (name: string) =>
      await client.updateWorkItem({}, [add('System.State', name)], 1);
    await refuses(state('Fertig'), 400, /TF401320.*State/);
    const stale = { op: 'test', path: '/rev', value: 999 };
    await refuses(client.updateWorkItem({}, [stale, title], 1), 412, /rev/);
    const link = {
      op: 'add',
      path: '/relations/-',
      value: { rel: 'Hyperlink', url: 'https://example.com/1' },
    };
    await refuses(client.updateWorkItem({}, [link], 1), 400, /already exists/);
    assert.equal(await client.updateWorkItem({}, [title], 999), null);
    await refuses(
      client.queryByWiql({ query: 'SELECT *' }, { project: 'Payments' }),
      400,
      /TF51006/,
    );
  });

  it('the sandbox Azure DevOps requires the right content type, a version, and a known token', async () => {
    const url = `${boards.url}/Payments/_apis/wit/workitems/$Task`;
    const authorization = `Basic ${Buffer.from(`:${AZURE_DEVOPS_TOKEN}`).toString('base64')}`;
    const json = { 'content-type': 'application/json' };
    assert.equal((await post(`${url}?api-version=7.1`, { authorization, ...json })).status, 415);
    assert.equal((await post(url, { authorization, ...PATCH })).status, 400);
    const unknown = await post(`${url}?api-version=7.1`, PATCH);
    assert.equal(unknown.status, 203);
    assert.match(await unknown.text(), /Sign In/);
  });

  it('the sandbox Azure DevOps says how long to wait after a rate limit', async () => {
    boards.fail({ kind: 'ratelimited', on: /workitems/i, retryAfter: 7 });
    await refuses(client.getWorkItem(1), 429, /Rate limit/);
  });
});

async function refuses(call: Promise<unknown>, status: number, words: RegExp): Promise<void> {
  await assert.rejects(call, (error) => {
    assert.ok(error instanceof Error && 'statusCode' in error, String(error));
    assert.equal(error.statusCode, status, error.message);
    assert.match(error.message, words);
    return true;
  });
}
