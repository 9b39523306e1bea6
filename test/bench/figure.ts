/** One measured number. `against` says what it is compared with or held to. */
export interface Figure {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  readonly against: string;
  /** What gates: a larger value fails the run. Only what a slow machine does not change has one. */
  readonly limit?: number;
}

/** One sentence for each figure that is over its limit. */
export function overLimit(figures: readonly Figure[]): readonly string[] {
  return figures.flatMap(({ name, value, unit, limit }) =>
    limit === undefined || value <= limit
      ? []
      : [`${name} is ${value} ${unit}, and its limit is ${limit}`],
  );
}

/** The middle of an odd number of measurements. */
export function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

export function rounded(value: number): number {
  return Number(value.toPrecision(3));
}
