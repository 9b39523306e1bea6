import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { Socket } from 'node:net';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

import { z } from 'zod';

import type { Language } from '../../../../controls/code-change.ts';

/** A running Checkov: it takes seconds to start and about 20 ms for a scan. */
export interface Checkov {
  /** Scans both versions of a file. `unavailable` says why there is no result: it is not a pass. */
  readonly scan: (files: ScannedFiles) => Promise<ScanResult>;
  readonly close: () => Promise<void>;
}

interface ScannedFiles {
  readonly language: Language;
  /** The file's name without folders; its ending decides how Checkov parses it. */
  readonly name: string;
  readonly before: string;
  readonly after: string;
}

/** Check ids, each with the resource as Checkov names it. */
export type CheckResults = readonly (readonly [check: string, resource: string])[];

export interface Scan {
  readonly passed: CheckResults;
  readonly failed: CheckResults;
  readonly skipped: CheckResults;
}

type ScanResult =
  | { readonly before: Scan; readonly after: Scan }
  | { readonly unavailable: string };

const results = z.array(z.tuple([z.string(), z.string()]));
const scanSchema = z.object({ passed: results, failed: results, skipped: results });
const replySchema = z.union([
  z.object({ error: z.string() }),
  z.object({ before: scanSchema, after: scanSchema }),
]);

const PROGRAM = fileURLToPath(new URL('./scan.py', import.meta.url));
const START_MS = 60_000;
const SCAN_MS = 20_000;

/**
 * Starts Checkov with the Python of an environment that has it; without Checkov there, scans answer `unavailable`. An
 * idle Checkov does not keep this process alive, and ends with it.
 */
export function startCheckov(python: string): Checkov {
  // -I: ignores PYTHONPATH and a user's own packages.
  const child = spawn(python, ['-I', PROGRAM], { stdio: ['pipe', 'pipe', 'ignore'] });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const ended = new Promise<string>((resolve) => {
    child.once('error', (error) => resolve(`${python} could not be started: ${error.message}`));
    child.once('exit', (code) => resolve(`Checkov's process ended with exit code ${code}`));
  });
  child.stdin.on('error', () => undefined);
  const hold = keepAlive(child);
  const next = async (limitMs: number) => {
    const line = lines.next().then(({ value, done }) => (done ? null : { line: value }));
    const answer = await Promise.race([line, ended, after(limitMs)]);
    return answer ?? (await ended);
  };
  let last: Promise<unknown> = next(START_MS);
  const scan = async ({
    language,
    name,
    before,
    after: now,
  }: ScannedFiles): Promise<ScanResult> => {
    hold(1);
    const ready = await last;
    const question = { framework: language, name, files: { before, after: now } };
    if (typeof ready !== 'string') child.stdin.write(`${JSON.stringify(question)}\n`);
    const reply = typeof ready === 'string' ? ready : await next(SCAN_MS);
    hold(-1);
    return typeof reply === 'string' ? { unavailable: reply } : read(reply.line);
  };
  return {
    scan: (files) => {
      const result = scan(files);
      // After a late answer, answers no longer match their questions: nothing more is asked.
      last = Promise.all([last, result]).then(([ready, scanned]) =>
        typeof ready !== 'string' &&
        'unavailable' in scanned &&
        scanned.unavailable.startsWith('no answer')
          ? scanned.unavailable
          : ready,
      );
      return result;
    },
    close: async () => {
      hold(1);
      child.stdin.end();
      child.kill();
      await ended;
    },
  };
}

/** Counts open scans: without one, Checkov's process and pipes do not keep this process alive. */
function keepAlive(child: ChildProcess): (change: 1 | -1) => void {
  let waiting = 0;
  const handles = [child, ...child.stdio.filter((pipe) => pipe instanceof Socket)];
  for (const handle of handles) handle.unref();
  return (change) => {
    waiting += change;
    for (const handle of handles) {
      if (waiting > 0) handle.ref();
      else handle.unref();
    }
  };
}

async function after(ms: number): Promise<string> {
  const { promise, resolve } = Promise.withResolvers<string>();
  setTimeout(() => resolve(`no answer from Checkov within ${ms / 1000} s`), ms).unref();
  return promise;
}

function read(line: string): ScanResult {
  const parsed = replySchema.safeParse(parse(line));
  if (!parsed.success) return { unavailable: 'Checkov answered in an unknown format' };
  return 'error' in parsed.data ? { unavailable: parsed.data.error } : parsed.data;
}

function parse(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return null;
  }
}
