/**
 * The thread that runs hcl2json: its Go code is synchronous, keeps its memory and can be brought down by input,
 * so it never shares a thread with anything else.
 */
import fs from 'node:fs';
import { enableCompileCache } from 'node:module';
import { parentPort } from 'node:worker_threads';

enableCompileCache();
const { parse } = await import('@cdktf/hcl2json');

// What Go prints before it dies would go straight to the process's own streams: some of it is the file's text.
Object.assign(globalThis, {
  fs: { ...fs, writeSync: (_stream: number, bytes: Uint8Array) => bytes.byteLength },
});

// The first text makes it load its code, which takes longer than most files do: not while somebody waits.
parse('main.tf', '').catch((error: unknown) => answer({ error: String(error) }));
parentPort?.on('message', (text: string) => {
  parse('main.tf', text).then(
    (json: unknown) => answer({ json }),
    (error: unknown) => answer({ error: String(error) }),
  );
});

function answer(reply: { readonly json: unknown } | { readonly error: string }): void {
  // A thread's port has no origin: the rule is about windows.
  // oxlint-disable-next-line unicorn/require-post-message-target-origin
  parentPort?.postMessage(reply);
}
