/** The thread that runs hcl2json: its Go code is synchronous, never frees memory, and some inputs crash it. */
import fs from 'node:fs';
import { enableCompileCache } from 'node:module';
import { parentPort } from 'node:worker_threads';

enableCompileCache();

// Go's memory is known to the instance alone.
const { instantiate } = WebAssembly;
let memory: WebAssembly.Memory | null = null;
Object.assign(WebAssembly, {
  instantiate: async (bytes: BufferSource, imports: WebAssembly.Imports) => {
    const made = await instantiate(bytes, imports);
    const { mem } = made.instance.exports;
    memory = mem instanceof WebAssembly.Memory ? mem : null;
    return made;
  },
});

const { parse } = await import('@cdktf/hcl2json');

// Go writes parts of the file's text to the process's streams before it dies.
Object.assign(globalThis, {
  fs: { ...fs, writeSync: (_stream: number, bytes: Uint8Array) => bytes.byteLength },
});

// The first call loads the parser's code, which takes longer than parsing most files.
parse('main.tf', '').catch((error: unknown) => reply({ error: String(error) }));
parentPort?.on('message', (text: string) => {
  parse('main.tf', text).then(
    (json: unknown) => reply({ json }),
    (error: unknown) => reply({ error: String(error) }),
  );
});

function reply(message: { readonly json: unknown } | { readonly error: string }): void {
  // A thread's port has no origin: the rule is about windows.
  // oxlint-disable-next-line unicorn/require-post-message-target-origin
  parentPort?.postMessage({ ...message, memoryBytes: memory?.buffer.byteLength ?? 0 });
}
