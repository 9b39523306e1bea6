import type { VendorAnswer, VendorServer } from '../vendor-server.ts';

/** GitHub's own ways to fail, as faults of its server. A write is any request but GET to a path under `/repos/`. */
export interface Faults {
  /** Refuses the next `requests`: the hour's limit is used up, or a secondary limit is hit. It ends in so many seconds. */
  limitRate(kind: 'primary' | 'secondary', seconds: number, requests?: number): void;
  /** Carries out the `n`th write from now on (1: the next), and loses its answer. */
  loseAnswerOfWrite(n: number): void;
  /** Runs something between the `n`th write from now on and its answer. */
  afterWrite(n: number, happens: () => Promise<void>): void;
  /** Writes since the faults were last cleared. */
  writes(): number;
  clear(): void;
}

const API = /^\S+ \/(?:app|repos|users?)\b/;
const WRITE = /^(?!GET )\S+ \/repos\//;

export function gitHubFaults({ calls, fail, clearFaults }: Omit<VendorServer, 'stop'>): Faults {
  let cleared = 0;
  return {
    limitRate: (kind, seconds, requests = 1) => {
      const answer = kind === 'primary' ? primaryLimit(seconds) : secondaryLimit(seconds);
      for (let n = 0; n < requests; n += 1) fail({ kind: 'answered', on: API, answer });
    },
    loseAnswerOfWrite: (nth) => fail({ kind: 'lost', on: WRITE, nth }),
    afterWrite: (nth, does) => fail({ kind: 'after', on: WRITE, nth, does }),
    writes: () => calls.slice(cleared).filter((call) => WRITE.test(call)).length,
    clear: () => {
      cleared = calls.length;
      clearFaults();
    },
  };
}

/** Both as https://docs.github.com/en/rest/using-the-rest-api/rate-limits-for-the-rest-api describes them. */
function primaryLimit(seconds: number): VendorAnswer {
  return refusal('API rate limit exceeded for installation.', {
    'x-ratelimit-limit': '5000',
    'x-ratelimit-remaining': '0',
    'x-ratelimit-reset': String(Math.ceil(Date.now() / 1000) + seconds),
  });
}

function secondaryLimit(seconds: number): VendorAnswer {
  return refusal('You have exceeded a secondary rate limit. Please wait before you try again.', {
    'x-ratelimit-remaining': '4000',
    'retry-after': String(seconds),
  });
}

function refusal(message: string, headers: Readonly<Record<string, string>>): VendorAnswer {
  return {
    status: 403,
    headers: { date: new Date().toUTCString(), ...headers },
    body: { message },
  };
}
