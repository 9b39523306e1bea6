/**
 * The keys of one principal are stolen, and whoever has them may also write to the Temporal namespace. Whatever it does:
 * no write to a workload, no RESOLVED and no SUPPRESSED that a person or the release's policy files do not account for,
 * and no change of a sealed line of a story that nobody notices.
 */
import assert from 'node:assert/strict';
import { randomInt } from 'node:crypto';
import { readFile, rm } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

import type { Severity } from '../../domain/finding.ts';
import { HUB_PRINCIPALS } from '../../sandbox/aws/gateway/principals.ts';
import type { HubPrincipal } from '../../sandbox/aws/gateway/principals.ts';
import { startWorld } from '../../sandbox/world.ts';
import { longSize } from '../long-size.ts';
import { dice } from '../model/dice.ts';
import type { Dice } from '../model/dice.ts';
import { policiesWith } from './in-code.ts';
import { makeChatKey, signsForChat } from './stolen/in-aws.ts';
import { makeJudge } from './stolen/judge.ts';
import { moveOf } from './stolen/moves.ts';
import { comesBack, decides } from './stolen/people.ts';
import { auditSeals, unnoticed } from './stolen/record.ts';
import { rest } from './stolen/setting.ts';
import type { Move, Setting, Victim } from './stolen/setting.ts';
import { startThief } from './stolen/thief.ts';
import { ordersAgain } from './stolen/to-workers.ts';
import { forgetReceipts, makeVictim } from './stolen/victim.ts';

/** One takes 2 to 6 s; the busier the machine, the longer. */
const SIZE = longSize({ ci: 50, full: 1_000 });

const SEED = Number(process.env['CLOSELOOP_SEED']?.split('/')[0] ?? randomInt(2 ** 31));

/** All but the two that the promise excludes. What a stolen closer closes, the audit finds: audit.ts. */
const STOLEN = HUB_PRINCIPALS.filter(
  (name) => name !== 'closeloop-runtime' && name !== 'closeloop-closer',
);

const SANDBOX_DECISIONS = new URL('../../sandbox/policies/decisions.yaml', import.meta.url);

let setting: Setting;

const ends: (() => Promise<unknown>)[] = [];

/** Move → how it ended → how often. */
const counts = new Map<string, number>();

/** One move, until nothing goes on any more; what the judge cannot trace, with what was done. */
async function act(victim: Victim, name: string, move: () => Promise<string>): Promise<string[]> {
  const answer = await move();
  await rest(setting, victim);
  const ended = ENDS.find(([pattern]) => pattern.test(answer))?.[1] ?? 'done';
  counts.set(`${name} ${ended}`, (counts.get(`${name} ${ended}`) ?? 0) + 1);
  const untraced = [...(await setting.judge.look(victim)), ...(await unnoticed(setting, victim))];
  return untraced.map((what) => `${name} (${answer}) as ${victim.stolen}: ${what}`);
}

/** What an answer says, first match first. */
const ENDS = [
  [/^nothing|is empty$/, 'void'],
  [/denied/, 'denied'],
  [/failed:|"status":"(refused|moved|planned)"|"trusted":false/, 'refused'],
] as const;

/** More often one that may write to the ledger: what it writes is read by the others. */
function stolenBy(die: Dice): HubPrincipal {
  if (die.chance(0.4)) return die.pick(['closeloop-orchestrator', 'closeloop-code']);
  const [first = 'closeloop-orchestrator', ...others] = STOLEN;
  return die.pick([first, ...others]);
}

async function sequence(n: number, die: Dice): Promise<readonly string[]> {
  const victim = await makeVictim(setting, `stolen-${n}`, {
    die,
    stolen: stolenBy(die),
  });
  const found = await act(victim, 'report', async () => 'reported');
  found.push(...(await act(victim, 'the audit seals', () => auditSeals(setting, victim, die))));
  for (let left = 3 + Math.floor(die.roll() * 6); left > 0; left -= 1) {
    const [name, move] = moveOf(die);
    found.push(...(await act(victim, name, () => move(setting, victim, die))));
  }
  for (const putBack of victim.putBack) await putBack();
  return found;
}

/** What the judge cannot trace after an approval through chat by whoever has the keys of this principal. */
async function signsAs(stolen: HubPrincipal, severity: Severity): Promise<readonly string[]> {
  // Each write of this control needs an approval.
  const given = { die: dice(SEED), stolen, severity, control: 'S3.MissingVersioning' } as const;
  const bucket = `by-${stolen}-${severity.toLowerCase()}`;
  const victim = await makeVictim(setting, bucket, given);
  await act(victim, 'report', async () => 'reported');
  return await act(victim, 'signsForChat', () => signsForChat(setting, victim));
}

/** In the next round of the same episode, where nothing but the receipt's use stands in the way. */
const replay: Move = async (of, victim) => {
  const never = {
    roll: () => 0,
    pick: <const T>([first]: readonly [T, ...T[]]) => first,
    chance: () => false,
  };
  return await ordersAgain(of, victim, never);
};

function print(milliseconds: number): void {
  const { traced } = setting.judge;
  const moves = [...counts]
    .toSorted(([a], [b]) => a.localeCompare(b))
    .map(([name, count]) => `${name}: ${count}`);
  console.log(
    [
      `      ${SIZE} sequences in ${Math.round(milliseconds / 1000)} s, CLOSELOOP_SEED=${SEED}`,
      `      ${moves.join(', ')}`,
      `      traced: ${JSON.stringify(traced)}`,
    ].join('\n'),
  );
}

describe('a world with stolen credentials', () => {
  before(async function start() {
    this.timeout(180_000);
    // Outside of a sandbox nobody is believed without a proof, and the chat is not about what is CRITICAL.
    const decisions = await readFile(fileURLToPath(SANDBOX_DECISIONS), 'utf8');
    const strict = decisions
      .replace(/^trust_unproven_up_to: CRITICAL$/m, 'trust_unproven_up_to: never')
      .replace(/^trust_channels_up_to: CRITICAL$/m, 'trust_channels_up_to: HIGH');
    assert.equal(strict.length, decisions.length - 'CRITICAL'.length * 2 + 'neverHIGH'.length);
    const policiesDir = await policiesWith({ 'decisions.yaml': strict });
    ends.push(() => rm(policiesDir, { recursive: true, force: true }));
    const world = await startWorld({ say: () => {}, settleSeconds: 0.2, policiesDir });
    ends.push(() => world.stop());
    const thief = await startThief(world);
    ends.push(() => thief.stop());
    await makeChatKey(world);
    const judge = await makeJudge(world, policiesDir);
    ends.push(async () => judge.end());
    setting = { world, thief, judge, loot: [] };
  });

  after(async () => {
    for (const end of ends.reverse()) await end();
  });

  describe('stolen credentials of any principal but runtime and closer', () => {
    it(`${SIZE} random sequences of what they allow cause no write, RESOLVED or SUPPRESSED that nobody decided, and change no sealed line unnoticed`, async function run() {
      this.timeout(SIZE * 60_000);
      const began = Date.now();
      const found: string[] = [];
      for (let n = 0; n < SIZE; n += 1) {
        for (const what of await sequence(n, dice(SEED + n))) found.push(`${SEED}/${n}: ${what}`);
      }
      print(Date.now() - began);
      assert.deepEqual(found, []);
    });

    it('a real approval allows one write; were its receipt not used up, the judge would see the second', async () => {
      const die = dice(SEED);
      const stolen = 'closeloop-orchestrator';
      const victim = await makeVictim(setting, 'stolen-replay', {
        die,
        stolen,
        severity: 'CRITICAL',
      });
      await act(victim, 'report', async () => 'reported');
      const once = await act(victim, 'approve', () =>
        decides(setting, victim, { person: 'radia', decision: 'approve' }),
      );
      const twice = async () => [
        ...(await act(victim, 'comesBack', () => comesBack(setting, victim, die))),
        ...(await act(victim, 'ordersAgain', () => replay(setting, victim, die))),
      ];
      const kept = await twice();
      await forgetReceipts(setting, victim);
      const forgotten = await twice();

      assert.deepEqual([...once, ...kept], []);
      assert.match(forgotten.join('\n'), /needs the approval of a person, and none is unspent/);
    });

    it("only the chat channel's key speaks for its people, up to the severity of the policy, and the judge sees that nobody signed", async () => {
      assert.deepEqual(await signsAs('closeloop-orchestrator', 'HIGH'), []);
      assert.deepEqual(await signsAs('closeloop-console', 'HIGH'), []);
      assert.deepEqual(await signsAs('closeloop-slack-interactivity', 'CRITICAL'), []);
      const found = await signsAs('closeloop-slack-interactivity', 'HIGH');
      assert.match(found.join(), /and none is unspent/);
    });
  });
});
