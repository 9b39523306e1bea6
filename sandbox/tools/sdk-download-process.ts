/** `node sdk-download-process.ts cli|temporal-test-server VERSION FOLDER`: lets the SDK download a program and start it once. */
import { mkdir } from 'node:fs/promises';

const SERVICE = 'https://temporal.download';
/** A reachable service answers in well under a second; a dead network is not waited for. */
const REACHABLE_MS = 5_000;

const [artifact, version, folder] = process.argv.slice(2);
if (artifact === undefined || version === undefined || folder === undefined)
  throw new Error('usage: sdk-download-process.ts cli|temporal-test-server VERSION FOLDER');
await main(artifact, version, folder).catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : String(error));
  // At once: an abandoned request would keep the process waiting.
  process.exit(1);
});

async function main(what: string, which: string, downloadDir: string): Promise<void> {
  await probe(what, which);
  await mkdir(downloadDir);
  const executable = { type: 'cached-download', version: which, downloadDir } as const;
  // Loaded only now: its native module takes longer to load than an unreachable service to be noticed.
  const { TestWorkflowEnvironment } = await import('@temporalio/testing');
  const environment =
    what === 'cli'
      ? await TestWorkflowEnvironment.createLocal({ server: { executable } })
      : await TestWorkflowEnvironment.createTimeSkipping({ server: { executable } });
  await environment.teardown();
}

/** Sends the SDK's request first, because the SDK does not report the reason of a refusal. */
async function probe(what: string, which: string): Promise<void> {
  const arch = process.arch === 'x64' ? 'amd64' : process.arch;
  const url = `${SERVICE}/${what}/${which}?arch=${arch}&platform=${process.platform}`;
  const answer = await Promise.race([fetch(url), tooLate()]).catch((error: unknown) => {
    throw new Error(`${SERVICE} cannot be reached (${reasonOf(error)})`, { cause: error });
  });
  if (!answer.ok) throw new Error(`${url} answered ${answer.status}`);
}

/** A race and not fetch's own signal, which does not reach a connection that a proxy never completes. */
function tooLate(): Promise<never> {
  return new Promise((_resolve, reject) => {
    setTimeout(
      () => reject(new Error(`no answer within ${REACHABLE_MS / 1000} s`)),
      REACHABLE_MS,
    ).unref();
  });
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? error.cause.message : error.message;
}
