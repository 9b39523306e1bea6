/** What a plan changes in the live resource, as every channel shows it before document, parameters and hashes. */
import { quoted } from './one-line.ts';

export interface ShownChange {
  /** Every setting that the document may write, also one that stays as it is. */
  readonly settings: readonly ShownSetting[];
  /** What may stop working, in one or two sentences. */
  readonly mayBreak: string;
  /** How to take it back. */
  readonly undo: string;
}

export interface ShownSetting {
  /** In the words of AWS. */
  readonly name: string;
  /** As the plan's own read of the live resource found it. */
  readonly before: string;
  /** As the document leaves it, by the control's data and the plan's parameters. */
  readonly after: string;
}

/** A setting and its value, as one read found it. */
export interface SettingValue {
  readonly name: string;
  readonly value: string;
}

/**
 * `Versioning` and `Suspended → Enabled`, or `still Enabled`. A value that could pass for more than a value, or move
 * what stands beside it, is quoted, as the last thing of a line of its own.
 */
export function settingFacts({ name, before, after }: ShownSetting): readonly Named[] {
  if (before === after) return [[name, `still ${inMarks(after)}`]];
  if (PLAIN.test(before)) return [[name, `${before} → ${inMarks(after)}`]];
  return [
    [`${name}, before`, quoted(before)],
    [`${name}, afterwards`, inMarks(after)],
  ];
}

type Named = readonly [name: string, value: string];

/** As `settingFacts`, one line each: `Versioning: Suspended → Enabled`. */
export function settingLines(setting: ShownSetting): readonly string[] {
  return settingFacts(setting).map(([name, value]) => `${name}: ${value}`);
}

/** Short words of AWS and of ours. */
const PLAIN = /^[\w:.,/* -]{1,80}$/;

function inMarks(value: string): string {
  return PLAIN.test(value) ? value : quoted(value);
}
