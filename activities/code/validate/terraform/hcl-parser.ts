import { Worker } from 'node:worker_threads';

import { z } from 'zod';

import { afterUse } from '../../judge/after-use.ts';

/** HashiCorp's own grammar, as JSON. https://www.npmjs.com/package/@cdktf/hcl2json */
export interface HclParser {
  /** One text at a time, in the order of the calls. Never rejects. */
  readonly parse: (text: string) => Promise<HclResult>;
  readonly close: () => Promise<void>;
}

export type HclResult =
  | { readonly ok: true; readonly json: unknown }
  | { readonly ok: false; readonly failure: HclFailure };

export interface HclFailure {
  /** `syntax`: the text has an error. `exhausted`: the parser took too long or died, so nothing is known. */
  readonly kind: 'syntax' | 'exhausted';
  readonly message: string;
  /** From 1; null where the parser names no place. */
  readonly line: number | null;
}

/** Time of a processor for one text, the start of the thread not counted. */
interface Limits {
  readonly baseMs: number;
  readonly msPerKb: number;
}

/** A kilobyte takes 1 to 2 ms. */
const LIMITS: Limits = { baseMs: 2000, msPerKb: 10 };

const memory = z.object({ memoryBytes: z.number() });
const replySchema = z.union([
  memory.extend({ json: z.unknown() }),
  memory.extend({ error: z.string() }),
]);

/** A thread that took more memory is replaced: its Go code gives none back. A text of 250 KB takes about as much. */
const MOST_MEMORY = 96 * 2 ** 20;

interface Waiting {
  readonly text: string;
  readonly resolve: (result: HclResult) => void;
}

/** Starts the thread at once, while the caller does other work, and a new one after a thread was lost or grew large. */
export function startHclParser(limits: Limits = LIMITS): HclParser {
  let thread = boot();
  const queue: Waiting[] = [];
  let work: Promise<void> | null = null;
  const replace = async () => {
    const old = thread;
    thread = boot();
    await old.worker.terminate();
  };
  const one = async (text: string): Promise<HclResult> => {
    const { result, memoryBytes } = await parseInThread(thread, text, limits);
    const isLost = !result.ok && result.failure.kind === 'exhausted';
    if (isLost || memoryBytes > MOST_MEMORY) await replace();
    return result;
  };
  const workOff = async () => {
    for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
      const { text, resolve } = next;
      // The next text is sent before this one's caller goes on, so that both threads have work.
      resolve(await one(text));
    }
    work = null;
  };
  return {
    parse: (text) => {
      const { promise, resolve } = Promise.withResolvers<HclResult>();
      queue.push({ text, resolve });
      work ??= workOff();
      return promise;
    },
    close: async () => {
      await work;
      await thread.worker.terminate();
    },
  };
}

interface Thread {
  readonly worker: Worker;
  /** It has answered once, so that its start costs no time any more. */
  warm: boolean;
}

/** An idle thread does not keep the process alive. What Go prints before it dies is kept off our streams. */
function boot(): Thread {
  const file = new URL('./hcl-worker.ts', import.meta.url);
  const worker = new Worker(file, { stdout: true, stderr: true });
  worker.on('error', () => undefined);
  worker.unref();
  return { worker, warm: false };
}

/** Added to the first text's limit, since it includes the start of the thread. */
const BOOT_MS = 5000;

async function parseInThread(
  thread: Thread,
  text: string,
  { baseMs, msPerKb }: Limits,
): Promise<Answer> {
  const { worker } = thread;
  const { promise, resolve } = Promise.withResolvers<Answer>();
  const own = Math.round(baseMs + (msPerKb * text.length) / 1024);
  const limit = thread.warm ? own : own + BOOT_MS;
  const timer = afterUse(limit, () => resolve(lost(`no answer within ${limit} ms`)));
  const onMessage = (reply: unknown) => resolve(read(reply));
  const onError = (error: Error) => resolve(lost(error.message));
  const onExit = () => resolve(lost('the thread ended'));
  worker.once('message', onMessage).once('error', onError).once('exit', onExit);
  worker.ref();
  // A thread's port has no origin: the rule is about windows.
  // oxlint-disable-next-line unicorn/require-post-message-target-origin
  worker.postMessage(text);
  const result = await promise;
  thread.warm = true;
  clearInterval(timer);
  worker.off('message', onMessage).off('error', onError).off('exit', onExit);
  worker.unref();
  return result;
}

interface Answer {
  readonly result: HclResult;
  /** What the thread's Go code has taken. */
  readonly memoryBytes: number;
}

function read(reply: unknown): Answer {
  const { success, data } = replySchema.safeParse(reply);
  if (!success) return lost('an answer of unknown shape');
  const { memoryBytes } = data;
  const result = 'json' in data ? { ok: true as const, json: data.json } : fromMessage(data.error);
  return { result, memoryBytes };
}

function lost(why: string): Answer {
  return { result: exhausted(why), memoryBytes: 0 };
}

/** Syntax errors name a place: `parse config: [main.tf:9,31-10,1: Summary; detail]`. */
function fromMessage(error: string): HclResult {
  const match = /main\.tf:(\d+),\d+(?:-\d+(?:,\d+)?)?: (.*?)(?:\]|$)/s.exec(error);
  if (match === null) return exhausted(error);
  const [, line, message = ''] = match;
  return { ok: false, failure: { kind: 'syntax', message, line: Number(line) } };
}

function exhausted(message: string): HclResult {
  return { ok: false, failure: { kind: 'exhausted', message, line: null } };
}
