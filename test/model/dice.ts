/** Random choices that a seed repeats. mulberry32: https://gist.github.com/tommyettinger/46a874533244883189143505d203312c */
export interface Dice {
  /** A number in [0, 1). */
  readonly roll: () => number;
  readonly pick: <const T>(of: readonly [T, ...T[]]) => T;
  readonly chance: (part: number) => boolean;
}

export function dice(seed: number): Dice {
  let state = seed >>> 0;
  const roll = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  return {
    roll,
    pick: (of) => of[Math.floor(roll() * of.length)] ?? of[0],
    chance: (part) => roll() < part,
  };
}
