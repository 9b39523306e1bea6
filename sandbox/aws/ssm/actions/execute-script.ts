import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

import { z } from 'zod';

import type { Session } from './call-api.ts';

const Inputs = z.object({
  Runtime: z.string().regex(/^python3/i, 'the sandbox runs python3 scripts only'),
  Handler: z.string(),
  Script: z.string(),
  InputPayload: z.record(z.string(), z.unknown()).default({}),
});
const Result = z.object({ result: z.unknown() });

const RUNNER = fileURLToPath(new URL('./run-script.py', import.meta.url));

export interface ScriptHost {
  readonly session: Session;
  /** A Python with botocore; null when none was given to the sandbox. */
  readonly python: string | null;
  readonly signal: AbortSignal;
}

/** `aws:executeScript`: the document's own Python, with boto3's clients; throws with the end of the script's output. */
export async function executeScript(
  inputs: unknown,
  host: ScriptHost,
): Promise<Record<string, unknown>> {
  const { Handler, Script, InputPayload } = Inputs.parse(inputs);
  if (host.python === null)
    throw new Error('This sandbox was started without a Python for aws:executeScript.');
  const job = JSON.stringify({ handler: Handler, script: Script, payload: InputPayload });
  const output = await runPython(host.python, job, host);
  return { Payload: Result.parse(JSON.parse(output)).result };
}

function runPython(python: string, job: string, { session, signal }: ScriptHost): Promise<string> {
  const child = spawn(python, ['-I', RUNNER], {
    env: awsEnvironment(session),
    signal,
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  const output: Buffer[] = [];
  const errors: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => output.push(chunk));
  child.stderr.on('data', (chunk: Buffer) => errors.push(chunk));
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    // A script that ends without reading its input breaks the pipe; its exit code shows whether it failed.
    child.stdin.on('error', () => undefined);
    child.on('close', (code) => {
      if (code === 0) resolve(Buffer.concat(output).toString('utf8'));
      else reject(new Error(lastLine(Buffer.concat(errors).toString('utf8'))));
    });
    child.stdin.end(job);
  });
}

function awsEnvironment({ endpoint, region, credentials }: Session): Record<string, string> {
  return {
    AWS_ENDPOINT_URL: endpoint,
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region,
    AWS_ACCESS_KEY_ID: credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
    AWS_SESSION_TOKEN: credentials.sessionToken ?? '',
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_MAX_ATTEMPTS: '1',
  };
}

function lastLine(text: string): string {
  return text.trim().split('\n').at(-1) ?? 'the script failed without a word';
}
