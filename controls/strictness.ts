import { isAttributes, isList } from './code-change.ts';
import type { Attributes, Restriction, Value } from './code-change.ts';

/**
 * How a setting may change beside a fix. `keeps`: a value that is set stays. `stays-on`: true stays true. `grows`: a list
 * keeps all of its members.
 */
type Strictness = 'keeps' | 'stays-on' | 'grows';

/** Settings by name, wherever they are inside of the blocks that a fix may change. */
export type Strictnesses = Readonly<Record<string, Strictness>>;

/** The setting that an answer drops or loosens; null without one. */
export function restrictSettings(
  before: readonly Attributes[],
  after: readonly Attributes[],
  settings: Strictnesses,
): Restriction | null {
  for (const [name, strictness] of Object.entries(settings)) {
    const old = before
      .flatMap((one) => valuesOf(one, name))
      .filter((one) => counts(one, strictness));
    const now = new Set(
      after.flatMap((one) => valuesOf(one, name)).flatMap((one) => membersOf(one, strictness)),
    );
    const isOn = strictness === 'stays-on' && now.has('true');
    const lost =
      !isOn && old.flatMap((one) => membersOf(one, strictness)).some((one) => !now.has(one));
    if (lost) return { code: 'WEAKENED', reason: `The answer drops or loosens ${name}.` };
  }
  return null;
}

/** Every value of a name inside of blocks. */
export function valuesOf(value: Value, name: string): readonly Value[] {
  if (isList(value)) return value.flatMap((one) => valuesOf(one, name));
  if (!isAttributes(value)) return [];
  return [...value].flatMap(([key, one]) => (key === name ? [one] : valuesOf(one, name)));
}

function counts(value: Value, strictness: Strictness): boolean {
  if (value === null || value === '' || value === false || value === 'false') return false;
  return strictness !== 'stays-on' || value !== 'Disabled';
}

/** What has to be there afterwards, as text. */
function membersOf(value: Value, strictness: Strictness): readonly string[] {
  if (strictness === 'grows' && isList(value)) return value.map((one) => JSON.stringify(one));
  return strictness === 'stays-on' && (value === true || value === 'true')
    ? ['true']
    : [JSON.stringify(value)];
}
