import { Worker } from 'node:worker_threads';

import { z } from 'zod';

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

/** Time for one text, the start of the thread not counted. */
interface Limits {
  readonly baseMs: number;
  readonly msPerKb: number;
}

/** A kilobyte takes 0.7 ms; the limit leaves room for a busy machine. */
const LIMITS: Limits = { baseMs: 2000, msPerKb: 10 };

const replySchema = z.union([z.object({ json: z.unknown() }), z.object({ error: z.string() })]);

/** Starts the thread at once, while the caller does other work, and a new one after a thread was lost. */
export function startHclParser(limits: Limits = LIMITS): HclParser {
  let thread: Thread | null = boot();
  let last: Promise<unknown> = Promise.resolve();
  let waiting = 0;
  const drop = async () => {
    const lost = thread;
    thread = null;
    await lost?.worker.terminate();
  };
  const one = async (text: string): Promise<HclResult> => {
    thread ??= boot();
    const result = await parseInThread(thread, text, limits);
    if (!result.ok && result.failure.kind === 'exhausted') await drop();
    return result;
  };
  return {
    parse: (text) => {
      // Without a queue the text is sent at once, so that caller and thread work at the same time.
      const result = waiting === 0 ? one(text) : last.then(() => one(text));
      waiting++;
      last = result.finally(() => waiting--);
      return result;
    },
    close: async () => {
      await last;
      await drop();
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
): Promise<HclResult> {
  const { worker } = thread;
  const { promise, resolve } = Promise.withResolvers<HclResult>();
  const own = Math.round(baseMs + (msPerKb * text.length) / 1024);
  const limit = thread.warm ? own : own + BOOT_MS;
  const timer = setTimeout(() => resolve(exhausted(`no answer within ${limit} ms`)), limit);
  const onMessage = (reply: unknown) => resolve(read(reply));
  const onError = (error: Error) => resolve(exhausted(error.message));
  const onExit = () => resolve(exhausted('the thread ended'));
  worker.once('message', onMessage).once('error', onError).once('exit', onExit);
  worker.ref();
  // A thread's port has no origin: the rule is about windows.
  // oxlint-disable-next-line unicorn/require-post-message-target-origin
  worker.postMessage(text);
  const result = await promise;
  thread.warm = true;
  clearTimeout(timer);
  worker.off('message', onMessage).off('error', onError).off('exit', onExit);
  worker.unref();
  return result;
}

function read(reply: unknown): HclResult {
  const parsed = replySchema.safeParse(reply);
  if (!parsed.success) return exhausted('an answer of unknown shape');
  if ('json' in parsed.data) return { ok: true, json: parsed.data.json };
  return fromMessage(parsed.data.error);
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
