import type { MechanicalChange } from '../../../controls/code-change.ts';
import { asRecord } from '../validate/source/model.ts';
import type { Block } from '../validate/source/model.ts';

/** A block that has the setting with another value, and the lines that it has to have. */
export interface ExistingSetting {
  readonly block: Block;
  readonly lines: readonly string[];
}

interface Beside {
  /** Companions of the change's type that belong to the target alone. */
  readonly bound: readonly Block[];
  /** Those that belong to others too. */
  readonly shared: readonly Block[];
}

/** Where the file has the setting already; `none` without one, and null where a model has to read what it has. */
export function existingSetting(
  target: Block,
  { bound, shared }: Beside,
  { companion, lines, unless, inline }: MechanicalChange,
): ExistingSetting | 'none' | null {
  const settings = target.type.includes('::') ? asRecord(target.body['Properties']) : target.body;
  const present = unless.filter((name) => Object.hasOwn(settings ?? {}, name));
  const generated = [target.body['dynamic']]
    .flat()
    .flatMap((one) => Object.keys(asRecord(one) ?? {}));
  if (generated.some((name) => unless.includes(name))) return null;
  const beside = new Set([...bound, ...shared]);
  if (beside.size === 0 && present.length === 0) return 'none';
  if (beside.size > 0) {
    const [only] = bound;
    const isOwn = only !== undefined && only.file === undefined;
    return isOwn && beside.size === 1 && present.length === 0 ? { block: only, lines } : null;
  }
  const inside = companion === null ? lines : (inline?.lines ?? []);
  const set = inside.map((line) => /^[\w-]+/.exec(line)?.[0]);
  return present.every((name) => set.includes(name)) ? { block: target, lines: inside } : null;
}
