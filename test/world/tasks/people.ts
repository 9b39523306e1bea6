/** People at their terminals in the demo's world: what each typed and read, in order. */
import type { World } from '../../../sandbox/world.ts';
import type { Ran } from '../../console/cli.ts';
import { closeloop } from '../../console/shared-process.ts';

/** A task that somebody who did not build Closeloop has, and how it went. */
export interface Task {
  readonly title: string;
  readonly typed: readonly Typed[];
}

export interface Typed extends Ran {
  readonly person: string;
  readonly words: readonly string[];
}

export interface Terminals {
  /** Types a command as a person, and keeps it for the transcript. */
  readonly type: (person: string, ...words: readonly string[]) => Promise<Typed>;
  /** What was typed since the last call. */
  readonly take: () => readonly Typed[];
}

export function terminals(world: World): Terminals {
  let typed: readonly Typed[] = [];
  return {
    type: async (person, ...words) => {
      const ran = await closeloop(words, { ...world.person(person), COLUMNS: '170' });
      const one = { person, words, ...ran };
      typed = [...typed, one];
      return one;
    },
    take: () => {
      const all = typed;
      typed = [];
      return all;
    },
  };
}

/** How many commands each person of a task typed. */
export function commandsOf({ typed }: Task): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const { person } of typed) counts[person] = (counts[person] ?? 0) + 1;
  return counts;
}
