import type { Block } from '../source/model.ts';

/** A companion under another provider or in another Region would be made for another bucket of the same name. */
export function sameProvider(companion: Block, target: Block): boolean {
  return ['provider', 'region'].every(
    (name) => JSON.stringify(companion.body[name]) === JSON.stringify(target.body[name]),
  );
}

/** Waiting for the target is what the reference does anyway; waiting for anything else is not the fix's business. */
export function dependsOnOnly(companion: Block, target: Block): boolean {
  const raw = companion.body['depends_on'];
  if (raw === undefined) return true;
  return Array.isArray(raw) && raw.every((one) => one === `\${${target.address}}` || one === target.address);
}
