/** Sits in the emulated AWS: writes down every call about a lane, with what it asked for, and makes trouble where told. */
import { AwsError } from '../../sandbox/aws/gateway/aws-error.ts';
import { AnswerLost } from '../../sandbox/aws/gateway/fault-injection.ts';
import type { AllowedCall, FaultInjector } from '../../sandbox/aws/gateway/fault-injection.ts';
import { isMutating } from './mutating.ts';

/** One call about a lane's resource or finding. `n` orders all calls of a run. */
export interface Called {
  readonly n: number;
  readonly role: string;
  readonly service: string;
  readonly operation: string;
  readonly input: Readonly<Record<string, unknown>>;
  /** `lost`: carried out, and the caller never learned of it. */
  readonly outcome: 'done' | 'refused' | 'lost';
}

export const TROUBLES = ['throttled', 'denied', 'broken', 'lost'] as const;

/** The next `times` calls of a service about the lane go wrong in this way. */
interface Trouble {
  readonly kind: (typeof TROUBLES)[number];
  readonly service: string;
  times: number;
}

export interface Recorder {
  readonly injectFaults: FaultInjector;
  /** Where the record stands: later calls have higher numbers. */
  readonly mark: () => number;
  readonly callsOf: (lane: string) => readonly Called[];
  /** When the lane's part of the ledger was last written; -1 for never. */
  readonly lastTold: (lane: string) => number;
  /** Calls that name this finding are about the lane. */
  readonly know: (findingId: string, lane: string) => void;
  readonly trouble: (lane: string, trouble: Trouble) => void;
  /** No trouble any more, for anybody. */
  readonly calm: () => void;
  /** When something last went wrong for the lane; -1 for never. */
  readonly lastTrouble: (lane: string) => number;
}

const LANE = /m\d+x\d{4}/;

export function recorder(): Recorder {
  let last = 0;
  const calls = new Map<string, Called[]>();
  const byFinding = new Map<string, string>();
  const troubles = new Map<string, Trouble[]>();
  const hurt = new Map<string, number>();
  const laneOf = ({ call }: AllowedCall) => laneNamed(byFinding, call);
  const injectFaults: FaultInjector = async (seen, answer) => {
    const n = ++last;
    const lane = laneOf(seen);
    if (lane === null) return await answer();
    const trouble = troubleFor(troubles.get(lane) ?? [], seen);
    if (trouble !== null) hurt.set(lane, n);
    const note = (outcome: Called['outcome']) => add(calls, lane, called(seen, n, outcome));
    if (trouble !== null && trouble.kind !== 'lost') {
      note('refused');
      throw refusal(trouble.kind, seen.call.service);
    }
    const answered = await answer().catch((error: unknown) => {
      note('refused');
      throw error;
    });
    note(trouble === null ? (answered.status < 400 ? 'done' : 'refused') : 'lost');
    if (trouble !== null) throw new AnswerLost();
    return answered;
  };
  return {
    injectFaults,
    mark: () => ++last,
    callsOf: (lane) => calls.get(lane) ?? [],
    lastTold: (lane) =>
      calls.get(lane)?.findLast((one) => one.service === 'dynamodb' && isMutating(one))?.n ?? -1,
    know: (findingId, lane) => byFinding.set(findingId, lane),
    trouble: (lane, trouble) => add(troubles, lane, trouble),
    calm: () => troubles.clear(),
    lastTrouble: (lane) => hurt.get(lane) ?? -1,
  };
}

/** Buckets and workflow ids bear the lane's name; what names only a finding is found by its id. */
function laneNamed(
  byFinding: ReadonlyMap<string, string>,
  { resource, input }: AllowedCall['call'],
): string | null {
  const text = `${resource} ${JSON.stringify(input)}`;
  const [named] = LANE.exec(text) ?? [];
  if (named !== undefined) return named;
  for (const [id, lane] of text.includes('finding') ? byFinding : []) {
    if (text.includes(id)) return lane;
  }
  return null;
}

function called({ principal, call }: AllowedCall, n: number, outcome: Called['outcome']): Called {
  const { service, operation } = call;
  // Whole items would fill the memory of a long run.
  const input = service === 'dynamodb' ? { tables: tablesIn(call.input) } : call.input;
  return { n, role: principal.name, service, operation, input, outcome };
}

/** The tables that a call names: its own, and those of a transaction's parts. */
function tablesIn(input: unknown): readonly string[] {
  if (typeof input !== 'object' || input === null) return [];
  const found = Object.entries(input).flatMap(([name, value]) =>
    name === 'TableName' ? [String(value)] : name === 'TransactItems' ? tablesOf(value) : [],
  );
  return [...new Set(found)];
}

function tablesOf(parts: unknown): readonly string[] {
  const items: readonly unknown[] = Array.isArray(parts) ? parts : [];
  return items.flatMap((part) => Object.values(Object(part)).flatMap(tablesIn));
}

/** Only workers have trouble: the administrator is the test, and what the starter cannot send waits in a dead letter. */
function troubleFor(
  troubles: readonly Trouble[],
  { principal, call }: AllowedCall,
): Trouble | null {
  if (!/-(orchestrator|runtime|closer|verify|remediate|automation)$/.test(principal.name))
    return null;
  const found = troubles.find(
    ({ kind, service, times }) =>
      times > 0 && service === call.service && (kind !== 'lost' || isMutating(call)),
  );
  if (found === undefined) return null;
  found.times -= 1;
  return found;
}

function refusal(kind: 'throttled' | 'denied' | 'broken', service: string): AwsError {
  const xml = service === 's3';
  switch (kind) {
    case 'throttled':
      return xml
        ? new AwsError('SlowDown', 'Please reduce your request rate.', 503)
        : new AwsError('ThrottlingException', 'Rate exceeded', 400);
    case 'denied':
      return xml
        ? new AwsError('AccessDenied', 'Access Denied', 403)
        : new AwsError('AccessDeniedException', 'You are not authorized to do this.', 400);
    case 'broken':
      return new AwsError(xml ? 'InternalError' : 'InternalServerError', 'Please try again.', 500);
  }
}

function add<T>(all: Map<string, T[]>, key: string, value: T): void {
  all.set(key, [...(all.get(key) ?? []), value]);
}
