/** What a thief makes up. */
import { randomUUID } from 'node:crypto';

import type { Decision } from '../../../domain/decision.ts';
import type { Exception } from '../../../domain/exception.ts';
import type { FixedReason } from '../../../domain/outcome.ts';
import type { Verification } from '../../../domain/verdict.ts';
import type { Dice } from '../../model/dice.ts';
import { rowOf } from './setting.ts';
import type { Setting, Victim } from './setting.ts';

const DECISIONS = ['approve', 'approve', 'accept', 'reject', 'undo', 'attest', 'revoke'] as const;
const SAYS = ['radia', 'barbara', 'margaret', 'mallory'] as const;

export async function forge(
  setting: Setting,
  victim: Victim,
  die: Dice,
  decision: Decision['decision'] = die.pick(DECISIONS),
): Promise<Decision> {
  const row = await rowOf(setting, victim);
  const real = anyOf(setting.loot, die);
  const proofs = [null, invented(die), real?.proof ?? null] as const;
  const days = die.pick([1, 20]);
  return {
    id: die.chance(0.3) ? (real?.id ?? randomUUID()) : randomUUID(),
    finding: victim.workflowId,
    episode: row.episode,
    decision,
    planHash: decision === 'approve' || decision === 'reject' ? row.planHash : null,
    severity: die.pick([victim.severity, 'LOW']),
    until:
      decision === 'accept' ? new Date(Date.now() + days * 24 * 3_600_000).toISOString() : null,
    team: null,
    actor: die.pick(SAYS),
    why: 'forged',
    door: die.pick(['cli', 'chat', 'page', 'web-ui']),
    proof: die.pick(proofs),
  };
}

function invented(die: Dice): Decision['proof'] {
  const mac = Buffer.from(String(die.roll())).toString('base64');
  return { kind: 'receipt', value: `${Math.floor(Date.now() / 1000)}.${mac}` };
}

export const REASONS = [
  'remediated',
  'gone',
  'attested',
  'by-source',
  'fixed-by-others',
] as const satisfies readonly FixedReason[];

export const attestation = { by: 'barbara', confirmedBy: 'radia', evidence: 'forged' };

export function verification(): Verification {
  const evidence = { bucket: 'closeloop-evidence', key: 'forged', sha256: '0'.repeat(64) };
  const at = new Date().toISOString();
  return {
    id: `v-${randomUUID()}`,
    verdict: 'fixed',
    summary: 'forged',
    error: null,
    evidence,
    at,
  };
}

export function exception(): Exception {
  const now = Date.now();
  return {
    id: randomUUID(),
    by: 'barbara',
    confirmedBy: 'radia',
    why: 'forged',
    since: now,
    until: now + 10 * 24 * 3_600_000,
    severity: 'CRITICAL',
    headsUps: 0,
  };
}

export function anyOf<T>(list: readonly T[], die: Dice): T | undefined {
  return list[Math.floor(die.roll() * list.length)];
}
