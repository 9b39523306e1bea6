import { printable, reject } from '../rejection.ts';
import type { Rejection } from '../rejection.ts';
import { asRecord } from '../source/model.ts';
import type { Block } from '../source/model.ts';

/** With another provider or Region the companion would apply to another bucket of the same name. */
export function sameProvider(companion: Block, target: Block): boolean {
  return ['provider', 'region'].every(
    (name) => JSON.stringify(companion.body[name]) === JSON.stringify(target.body[name]),
  );
}

/** Terraform refuses a block with both. https://developer.hashicorp.com/terraform/language/meta-arguments/for_each */
export function isRepeatedTwice({ body }: Block): boolean {
  return Object.hasOwn(body, 'count') && Object.hasOwn(body, 'for_each');
}

/** Depending on the target changes nothing, since the companion refers to it; any other dependency is refused. */
export function dependsOnOnly(companion: Block, target: Block): boolean {
  const raw = companion.body['depends_on'];
  if (raw === undefined) return true;
  return (
    Array.isArray(raw) &&
    raw.every((one) => one === `\${${target.address}}` || one === target.address)
  );
}

/** Terraform leaves alone what `ignore_changes` names. https://developer.hashicorp.com/terraform/language/meta-arguments/lifecycle#ignore_changes */
export function findIgnoredChange(block: Block, changed: readonly string[]): Rejection | null {
  const lifecycles = [block.body['lifecycle']].flat().map(asRecord);
  const names = lifecycles
    .flatMap((one) => [one?.['ignore_changes']].flat())
    .filter((raw) => typeof raw === 'string')
    .map((raw) => raw.replace(/^\$\{([\s\S]*)\}$/, '$1'));
  const ignored = changed.find((attribute) =>
    names.some((name) => name === 'all' || name.split(/[.[]/)[0] === attribute),
  );
  if (ignored === undefined) return null;
  const what = `${printable(block.address)} ignores changes of ${printable(ignored)}`;
  return reject('NOT_FIXED', `${what}, so the answer has no effect.`);
}
