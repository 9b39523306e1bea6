/** The kill switch: anybody stops all writes, two people release it. Pure. */
import type { Provable } from './decision.ts';
import { canonicalJson } from './plan.ts';

/** One stop. Times are ISO 8601. */
export interface Stop {
  readonly id: string;
  readonly by: string;
  readonly why: string;
  readonly at: string;
}

/** The first person's request; it names the stops that the person saw. */
export interface ReleaseRequest {
  readonly stops: readonly string[];
  readonly by: string;
  readonly why: string;
  readonly at: string;
}

/** What a person signs about the switch. `stops`: the ids of the stops that it is about, sorted. */
export interface SwitchDecision extends Provable {
  readonly decision: 'stop' | 'ask-release' | 'confirm-release';
  readonly stops: readonly string[];
  readonly why: string;
  /** Of a confirmation: `requestText` of what it confirms, so that it counts for no other. */
  readonly request: string | null;
  /** Of a stop: the console told the channels already. */
  readonly told: boolean;
}

/** What became of it. `refused`: the switch is as it was. */
export interface SwitchResult {
  readonly status: 'stopped' | 'asked' | 'released' | 'refused';
  /** One sentence. */
  readonly because: string;
  /** The person whom the proof names. */
  readonly by?: string;
  readonly told?: boolean;
}

/** Exactly what a second person confirms. */
export function requestText({ stops, by, why, at }: ReleaseRequest): string {
  return canonicalJson({ stops: stops.toSorted(), by, why, at });
}

/** The stops that nobody released, oldest first: whichever of both records names one, it stands. */
export function activeStops(
  records: readonly (Stop | null)[],
  released: readonly string[],
): readonly Stop[] {
  const known = new Map<string, Stop>();
  for (const stop of records) if (stop !== null && !known.has(stop.id)) known.set(stop.id, stop);
  return [...known.values()]
    .filter(({ id }) => !released.includes(id))
    .toSorted((a, b) => (a.at < b.at ? -1 : 1));
}

/** The stops of a switch that is on; one from before stops had ids is known by its time. */
export function stopsOf({ on, stops, by, why, at = '' }: SwitchState): readonly Stop[] {
  return on ? (stops ?? [{ id: at, by, why, at }]) : [];
}

interface SwitchState extends Omit<Stop, 'id' | 'at'> {
  readonly on: boolean;
  readonly at?: string;
  readonly stops?: readonly Stop[];
}

export function sameStops(one: readonly string[], other: readonly string[]): boolean {
  return canonicalJson(one.toSorted()) === canonicalJson(other.toSorted());
}
