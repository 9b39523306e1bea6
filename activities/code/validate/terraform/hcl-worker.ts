/**
 * The thread that runs hcl2json: its Go code is synchronous, keeps its memory and can be brought down by input,
 * so it never shares a thread with anything else.
 */
import { parentPort } from 'node:worker_threads';

import { parse } from '@cdktf/hcl2json';

parentPort?.on('message', (text: string) => {
  parse('main.tf', text).then(
    (json: unknown) => parentPort?.postMessage({ json }),
    (error: unknown) => parentPort?.postMessage({ error: String(error) }),
  );
});
