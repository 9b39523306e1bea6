/** The thread in which files are read, located and judged, so that it can be ended. */
import { enableCompileCache } from 'node:module';
import { parentPort } from 'node:worker_threads';

enableCompileCache();
const { openReaders } = await import('../validate/readers.ts');
const { doJob, fileOf } = await import('./jobs.ts');
type Message = { readonly prepare: string } | Parameters<typeof doJob>[1];

const readers = openReaders();
parentPort?.on('message', (message: Message) => {
  if ('prepare' in message) {
    // The job that needs the parsers reports the error.
    readers.prepare(message.prepare).catch(() => undefined);
    return;
  }
  begin(message)
    .then((output) => reply({ output }))
    .catch((error: unknown) => reply(failure(error)));
});
reply({ ready: true });

/** The time limit is for the file, not for the start of the parsers. */
async function begin(asked: Parameters<typeof doJob>[1]): Promise<unknown> {
  await readers.prepare(fileOf(asked));
  reply({ begun: true });
  return await doJob(readers, asked);
}

/** Most of what reads a file is recursive, and V8 says by this error that the file goes deeper than its stack. */
function failure(error: unknown): { readonly ended: string } | { readonly error: string } {
  if (error instanceof RangeError && error.message.includes('call stack')) {
    return { ended: 'The file could not be judged: it is nested too deeply.' };
  }
  return { error: error instanceof Error ? (error.stack ?? '') : String(error) };
}

function reply(message: object): void {
  // A thread's port has no origin: the rule is about windows.
  // oxlint-disable-next-line unicorn/require-post-message-target-origin
  parentPort?.postMessage(message);
}
