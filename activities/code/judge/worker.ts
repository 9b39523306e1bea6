/** The thread in which files are read, located and judged, so that it can be ended. */
import { enableCompileCache } from 'node:module';
import { parentPort } from 'node:worker_threads';

enableCompileCache();
const { openReaders } = await import('../validate/readers.ts');
const { doJob } = await import('./jobs.ts');
type Message = { readonly prepare: string } | Parameters<typeof doJob>[1];

const readers = openReaders();
parentPort?.on('message', (message: Message) => {
  if ('prepare' in message) {
    readers.prepare(message.prepare);
    return;
  }
  doJob(readers, message).then(
    (output: unknown) => reply({ output }),
    (error: unknown) =>
      reply({ error: error instanceof Error ? (error.stack ?? '') : String(error) }),
  );
});
reply({ ready: true });

function reply(message: object): void {
  // A thread's port has no origin: the rule is about windows.
  // oxlint-disable-next-line unicorn/require-post-message-target-origin
  parentPort?.postMessage(message);
}
