import assert from 'node:assert/strict';

import type { KillSwitch } from '../../../../activities/ledger/ledger.ts';
import { listFindings } from '../../../../console/commands/findings/list.ts';
import { releaseSwitch } from '../../../../console/commands/kill-switch/release.ts';
import { stopWrites } from '../../../../console/commands/kill-switch/stop.ts';
import type { StopDeps } from '../../../../console/commands/kill-switch/stop.ts';
import { requestText } from '../../../../domain/kill-switch.ts';
import type { SwitchDecision, SwitchResult } from '../../../../domain/kill-switch.ts';
import { errorOf, ledgerOf, lifecycle, NOW, PROOF, tablesWith, textOf } from '../../rows.ts';

const AT = '2026-03-01T09:00:00.000Z';
const OFF: KillSwitch = { on: false, by: 'nobody', why: 'it was never used' };
const STOP = { id: 's-1', by: 'ana', why: 'wrong buckets', at: AT };
const ON: KillSwitch = { on: true, by: 'ana', why: 'wrong buckets', at: AT, stops: [STOP] };
const REQUEST = { stops: ['s-1'], by: 'kim', why: 'cause found', at: AT };

/** What `stopWrites` did, in order. */
function stopping(before: KillSwitch, changes: Partial<StopDeps> = {}) {
  const done: string[] = [];
  const sent: SwitchDecision[] = [];
  const deps: StopDeps = {
    ledger: {
      killSwitch: async () => before,
      setKillSwitch: async (on, by, why) => void done.push(`written ${on} ${by}: ${why}`),
    },
    tables: async () => tablesWith(),
    topic: {
      topicArn: 'arn:aws:sns:eu-west-1:222233334444:closeloop',
      sns: { publish: async ({ Message }) => void done.push(`told ${Message}`) },
    },
    messages: async () => ({
      changeSwitch: async (decision) => {
        done.push(`sent ${decision.decision}`);
        sent.push(decision);
        return null;
      },
    }),
    prove: async () => ({ proof: PROOF }),
    now: () => NOW,
    ...changes,
  };
  return { deps, done, sent };
}

function releasing(now: KillSwitch, result: SwitchResult | null = null) {
  const sent: SwitchDecision[] = [];
  const deps = {
    ledger: { killSwitch: async () => now },
    messages: {
      changeSwitch: async (decision: SwitchDecision) => {
        sent.push(decision);
        return result;
      },
    },
    consent: async () => true,
    prove: async () => ({ proof: PROOF }),
  };
  return { deps, sent };
}
async function unreachable(): Promise<never> {
  return await Promise.reject(new Error('connect ECONNREFUSED'));
}
const asked = { decision: 'ask-release', actor: 'kim', why: 'cause found', yes: true } as const;
const confirmed = { decision: 'confirm-release', actor: 'sam', why: null, yes: true } as const;

describe('stopping all writes', () => {
  it('stop writes the stop before anything else, tells the channels, and sends what the person signed', async () => {
    const { deps, done, sent } = stopping(OFF);

    const { json } = await stopWrites(deps, { by: 'ana', why: 'wrong buckets' });

    assert.deepEqual(
      done.map((step) => step.split(' ')[0]),
      ['written', 'told', 'sent'],
    );
    assert.match(done[1] ?? '', /"kind":"kill-switch".*ana stopped all .*: wrong buckets/);
    assert.deepEqual([sent[0]?.stops, sent[0]?.proof], [[json['id']], PROOF]);
    assert.deepEqual([json['on'], json['told'], json['warnings']], [true, true, []]);
  });

  it('stop stops also where neither the channels nor Temporal can be reached, and says so', async () => {
    const { deps, done } = stopping(OFF, { topic: null, messages: unreachable });

    const { json, text } = await stopWrites(deps, { by: 'ana', why: 'x' });

    assert.deepEqual([done.length, json['on'], json['told']], [1, true, false]);
    assert.match(textOf({ text }), /! The channels were not told from here: CLOSELOOP_TOPIC_ARN/);
    assert.match(textOf({ text }), /! closeloop-runtime will remember it later: connect ECONN/);
  });

  it('a second stop changes nothing, and says who stopped first', async () => {
    const { deps, done, sent } = stopping(ON);

    const { json, text } = await stopWrites(deps, { by: 'kim', why: 'me too' });

    assert.deepEqual(done, ['sent stop']);
    assert.deepEqual([json['by'], sent[0]?.stops], ['ana', ['s-1']]);
    assert.match(textOf({ text }), /stopped already since 2026-03-01 09:00:00 UTC, by ana: wrong/);
  });
});

describe('allowing writes again', () => {
  it('kill-switch off signs a request that names the stops, and prints what the second person runs', async () => {
    const result = { status: 'asked', because: 'a second …', by: 'kim', told: true } as const;
    const { deps, sent } = releasing(ON, result);

    const { json, text } = await releaseSwitch(deps, asked);

    assert.deepEqual([sent[0]?.stops, sent[0]?.proof], [['s-1'], PROOF]);
    assert.deepEqual([json['on'], json['outcome']], [true, 'second-asked']);
    assert.match(textOf({ text }), /The second person: .*kill-switch confirm/);
  });

  it('kill-switch confirm shows and signs exactly what was asked', async () => {
    const now = { ...ON, request: REQUEST };
    const result = { status: 'released', because: 'kim asked, sam confirmed', by: 'sam' } as const;
    const { deps, sent } = releasing(now, result);
    let shown = '';
    const consent = async (text: Parameters<typeof textOf>[0]['text']) => {
      shown = textOf({ text });
      return true;
    };

    const { json } = await releaseSwitch({ ...deps, consent }, confirmed);

    assert.equal(sent[0]?.request, requestText(REQUEST));
    assert.match(shown, /Stopped +2026-03-01 09:00:00 UTC by ana: wrong buckets/);
    assert.match(shown, /Asked +2026-03-01 09:00:00 UTC by kim: cause found/);
    assert.deepEqual([json['on'], json['outcome']], [false, 'released']);
  });

  it('kill-switch off and confirm send nothing without a signature, a request or consent', async () => {
    const { deps, sent } = releasing({ ...ON, request: REQUEST });
    const unsigned = { ...deps, prove: async () => ({ proof: null, because: 'no keys' }) };
    assert.equal((await errorOf(releaseSwitch(unsigned, asked))).code, 'not-signed-in');
    const no = { ...deps, consent: async () => false };
    assert.equal((await errorOf(releaseSwitch(no, confirmed))).code, 'not-signed');
    const nobody = releasing(ON);
    assert.equal((await errorOf(releaseSwitch(nobody.deps, confirmed))).code, 'nothing-to-confirm');
    const other = { ...REQUEST, stops: ['s-0'] };
    const again = releasing({ ...ON, request: other });
    const error = await errorOf(releaseSwitch(again.deps, confirmed));
    assert.match(error.message, /stopped the writes again after kim asked/);
    assert.deepEqual([...sent, ...nobody.sent, ...again.sent], []);
  });

  it('kill-switch confirm says why it was refused, and that nobody answered', async () => {
    const now = { ...ON, request: REQUEST };
    const refused = releasing(now, { status: 'refused', because: 'kim asked for it' });
    const error = await errorOf(releaseSwitch(refused.deps, confirmed));
    assert.deepEqual([error.code, error.exitCode], ['decision-refused', 1]);
    assert.match(error.message, /kim asked for it/);
    const silent = releasing(now);
    assert.equal((await errorOf(releaseSwitch(silent.deps, confirmed))).code, 'no-answer');
  });
});

describe('findings that wait because of the kill switch', () => {
  it('findings list says who stopped the writes, since when, and which findings wait because of it', async () => {
    const waits = lifecycle({
      name: 'held',
      phase: 'HUMAN_REVIEW',
      waitsFor: 'payments decides: nothing was written: the kill switch is on since 2026: ana: x',
    });
    const other = lifecycle({ name: 'other', phase: 'HUMAN_REVIEW', waitsFor: 'payments decides' });
    const from = {
      ledger: ledgerOf([waits, other]),
      killSwitch: async () => ON,
      tables: async () => tablesWith(),
      identity: async () => ({ arn: null, person: null }),
      signIn: async () => ({ namedBySession: [], users: {} }),
    };

    const { json, text } = await listFindings(from, {}, NOW);

    assert.match(
      textOf({ text }),
      /^Kill switch on: .* since 2026-03-01 09:00:00 UTC\. ana stopped .*: wrong buckets\. 1 of these waits/,
    );
    const rows = json['findings'] as { resource: { name: string }; waitsForKillSwitch: boolean }[];
    assert.deepEqual(
      rows.filter((row) => row.waitsForKillSwitch).map((row) => row.resource.name),
      ['held'],
    );
  });
});
