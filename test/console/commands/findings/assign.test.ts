import assert from 'node:assert/strict';

import { assign, claim } from '../../../../console/commands/findings/assign.ts';
import { depsFor, errorOf, lifecycle, messagesThat, TAKEN } from '../../rows.ts';

const row = lifecycle({ phase: 'HUMAN_REVIEW' });
const team = (slug: string, ...members: readonly string[]) => ({ slug, members, channels: [] });
const teams = [team('payments', 'ana'), team('platform', 'kim', 'lee'), team('data', 'lee')];
const SIGN_IN = { namedBySession: [], users: {}, people: {} };
const saying = { id: 'payments-logs', why: 'they run it', actor: 'ana', wait: false };

function world() {
  const messages = messagesThat(TAKEN);
  const tables = {
    ...depsFor(row, messages).tables,
    ownership: () => Promise.resolve({ defaultTeam: 'payments', teams, patterns: [] }),
  };
  return { messages, door: { ...depsFor(row, messages), tables, signIn: SIGN_IN } };
}

const sent = ({ messages }: ReturnType<typeof world>) =>
  messages.said.map(([, { update, payload }]) => [update, 'team' in payload && payload.team]);

describe('assigning', () => {
  it('findings assign binds the team and nothing else', async () => {
    const here = world();
    await assign(here.door, { ...saying, team: 'platform' });

    assert.deepEqual(sent(here), [['assign', 'platform']]);
  });

  it('findings assign assigns nothing to an unknown team, and suggests a similar name', async () => {
    const here = world();
    const error = await errorOf(assign(here.door, { ...saying, team: 'platfrom' }));

    assert.deepEqual([error.code, sent(here)], ['unknown-team', []]);
    assert.match(error.message, /no team "platfrom" \(it has payments, platform, data\)/);
    assert.match(error.next.join('\n'), /assign payments-logs --team platform --why/);
  });
});

describe('claiming', () => {
  it('findings claim gives the finding to the team of the person', async () => {
    const here = world();
    await claim(here.door, { ...saying, actor: 'kim' });

    assert.deepEqual(sent(here), [['assign', 'platform']]);
  });

  for (const identity of ['kim@example.com', 'KIM@EXAMPLE.COM', 'slack:U02KIM', 'Kim']) {
    it(`findings claim finds the team of the person whom policy knows as ${identity}`, async () => {
      const here = world();
      const people = { kim: ['kim@example.com', 'slack:U02KIM'] };
      await claim({ ...here.door, signIn: { ...SIGN_IN, people } }, { ...saying, actor: identity });

      assert.deepEqual(sent(here), [['assign', 'platform']]);
    });
  }

  it('findings claim finds no team for a name that policy does not list, though the table has it', async () => {
    const here = world();
    const signIn = { ...SIGN_IN, people: { ana: ['ana@example.com'] } };
    const error = await errorOf(claim({ ...here.door, signIn }, { ...saying, actor: 'kim' }));

    assert.deepEqual([error.code, sent(here)], ['no-team', []]);
    assert.match(error.message, /kim is nobody in sign_in of decisions\.yaml/);
  });

  const others = [
    ['in no team', 'eve', /has eve in no team/, /--as ana@example.com[^]*--team SLUG/],
    ['in several', 'lee', /in several teams \(platform, data\)/, /--team platform/],
  ] as const;
  for (const [what, actor, words, next] of others) {
    it(`findings claim by a person ${what} sends nothing`, async () => {
      const here = world();
      const error = await errorOf(claim(here.door, { ...saying, actor }));

      assert.deepEqual([error.code, sent(here)], ['no-team', []]);
      assert.match(error.message, words);
      assert.match(error.next.join('\n'), next);
    });
  }
});
