import type { WireAnswer, WireRequest } from '../../aws/gateway/wire.ts';

export interface Faults {
  /** The next `requests` are refused: the hour's limit is spent, or a secondary limit is hit. `seconds` from now. */
  limitRate(kind: 'primary' | 'secondary', seconds: number, requests?: number): void;
  /** The answer to the `n`th write to a repository from now on (1: the next) is lost after it was carried out. */
  loseAnswerOfWrite(n: number): void;
  /** Runs between the `n`th write from now on and its answer. */
  afterWrite(n: number, happens: () => Promise<void>): void;
  /** The refusal that is due now; null for none. */
  limited(): WireAnswer | null;
  /** Counts a request that was carried out; true when its answer is to be lost. */
  carriedOut(request: WireRequest): Promise<boolean>;
  /** Writes to repositories since the faults were last cleared. */
  writes(): number;
  clear(): void;
}

export function createFaults(): Faults {
  let limit: { kind: 'primary' | 'secondary'; seconds: number; left: number } | null = null;
  let writes = 0;
  const lost = new Set<number>();
  const happenings = new Map<number, () => Promise<void>>();
  return {
    limitRate: (kind, seconds, requests = 1) => {
      limit = { kind, seconds, left: requests };
    },
    loseAnswerOfWrite: (n) => void lost.add(writes + n),
    afterWrite: (n, happens) => void happenings.set(writes + n, happens),
    limited: () => {
      if (limit === null || limit.left === 0) return null;
      limit.left -= 1;
      return limit.kind === 'primary' ? spent(limit.seconds) : slowDown(limit.seconds);
    },
    carriedOut: async ({ method, path }) => {
      if (method === 'GET' || !path.startsWith('/repos/')) return false;
      writes += 1;
      const now = writes;
      await happenings.get(now)?.();
      return lost.delete(now);
    },
    writes: () => writes,
    clear: () => {
      limit = null;
      writes = 0;
      lost.clear();
      happenings.clear();
    },
  };
}

/** Both as https://docs.github.com/en/rest/using-the-rest-api/rate-limits-for-the-rest-api tells. */
function spent(seconds: number): WireAnswer {
  const reset = Math.ceil(Date.now() / 1000) + seconds;
  return refusal('API rate limit exceeded for installation.', {
    'x-ratelimit-limit': '5000',
    'x-ratelimit-remaining': '0',
    'x-ratelimit-reset': String(reset),
  });
}

function slowDown(seconds: number): WireAnswer {
  return refusal('You have exceeded a secondary rate limit. Please wait before you try again.', {
    'x-ratelimit-remaining': '4000',
    'retry-after': String(seconds),
  });
}

function refusal(message: string, headers: Readonly<Record<string, string>>): WireAnswer {
  return {
    status: 403,
    headers: { 'content-type': 'application/json', date: new Date().toUTCString(), ...headers },
    body: JSON.stringify({ message }),
  };
}
