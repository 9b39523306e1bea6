/** The sandbox's Teams, checked by Microsoft's own parser of cards and by plain requests. */
import assert from 'node:assert/strict';

import { readCard, vendorProblems } from '../../../sandbox/vendors/teams/card-problems.ts';
import { startSandboxTeams } from '../../../sandbox/vendors/teams/sandbox-teams.ts';
import type { SandboxTeams } from '../../../sandbox/vendors/teams/sandbox-teams.ts';

const link = { type: 'Action.OpenUrl', title: 'Look', url: 'https://example.com' };
/** As Microsoft's own pages write one. */
const CARD = {
  $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
  type: 'AdaptiveCard',
  version: '1.2',
  body: [
    { type: 'TextBlock', text: 'For samples and templates' },
    { type: 'RichTextBlock', inlines: [{ type: 'TextRun', text: 'plain', weight: 'Bolder' }] },
  ],
  actions: [link],
};

function message(content: unknown): string {
  const contentType = 'application/vnd.microsoft.card.adaptive';
  return JSON.stringify({
    type: 'message',
    attachments: [{ contentType, contentUrl: null, content }],
  });
}

describe("the sandbox's Teams, by Microsoft's own parser", () => {
  let teams: SandboxTeams;
  before(async () => {
    teams = await startSandboxTeams(['payments']);
  });
  after(async () => await teams.stop());

  async function post(body: string, change: { url?: string; type?: string } = {}): Promise<number> {
    const headers = { 'content-type': change.type ?? 'application/json' };
    const url = change.url ?? teams.urls['payments'] ?? '';
    return (await fetch(url, { method: 'POST', headers, body })).status;
  }

  it('the sandbox Teams takes a card that the parser reads without a remark', async () => {
    assert.deepEqual(vendorProblems(CARD), []);
    assert.equal(await post(message(CARD)), 202);
    assert.equal(teams.posted.at(-1)?.text, 'For samples and templates\nplain');
  });

  it('the sandbox Teams refuses every card that the parser remarks on', async () => {
    const { url: _url, ...noUrl } = link;
    const wrong = [
      { ...CARD, body: [{ type: 'Shout', text: 'x' }] },
      { ...CARD, actions: [{ ...link, type: 'Action.Shout' }] },
      { ...CARD, actions: [noUrl] },
      { ...CARD, version: '9.0' },
      { ...CARD, body: [{ type: 'RichTextBlock', inlines: [{ type: 'Shout', text: 'x' }] }] },
    ];
    for (const card of wrong) {
      assert.notDeepEqual(vendorProblems(card), [], JSON.stringify(card));
      assert.ok('problems' in readCard(card));
      assert.equal(await post(message(card)), 400, JSON.stringify(card));
    }
  });

  it('the sandbox Teams refuses cards that the parser accepts but nobody would see or expect', async () => {
    const { actions: _none, ...quiet } = CARD;
    const wrong = [
      { ...quiet, body: [] },
      { ...quiet, body: [{ type: 'TextBlock', text: '' }] },
      { ...quiet, body: [{ type: 'RichTextBlock', inlines: [] }] },
      { ...quiet, actions: [{ ...link, url: 'javascript:alert(1)' }] },
      { ...quiet, actions: [{ ...link, type: 'Action.Submit' }] },
      { ...quiet, msteams: { entities: [] } },
    ];
    for (const card of wrong) assert.equal(await post(message(card)), 400, JSON.stringify(card));
  });

  it('the sandbox Teams refuses other requests as a workflow does', async () => {
    const url = teams.urls['payments'] ?? '';
    assert.equal(await post(message(CARD), { url: url.replace(/sig=.*/, 'sig=guessed') }), 401);
    assert.equal(await post(message(CARD), { url: url.replace('payments', 'other') }), 404);
    assert.equal((await fetch(url)).status, 404);
    assert.equal(await post('{', {}), 400);
    assert.equal(await post(JSON.stringify(CARD)), 400);
    assert.equal(await post(message(CARD), { type: 'text/plain' }), 400);
    const large = { ...CARD, body: [{ type: 'TextBlock', text: 'x'.repeat(28 * 1024) }] };
    assert.equal(await post(message(large)), 413);
  });
});
