import { join } from 'node:path';

import { askVersion, explicitFinder, isAtLeast, isExecutable, onPath } from './look.ts';
import { run } from './run.ts';
import { sdkDownload } from './sdk-download.ts';
import type { Installer, Look, Tool } from './tool.ts';
import { WANTED } from './wanted.ts';

const { version, oldestServer, goModule, environment } = WANTED.temporalCli;

/** The Temporal CLI with its development server and Web UI: the SDK's download, else built from its Go module. */
export function temporalCliTool(env: NodeJS.ProcessEnv): Tool {
  return {
    name: WANTED.temporalCli.name,
    title: WANTED.temporalCli.title,
    version,
    folder: `temporal-cli/${version}`,
    finders: [
      ...explicitFinder(env, environment, lookAt),
      { how: '`temporal` on PATH', look: (signal) => lookOnPath(env, signal) },
    ],
    inCache: (home) => ({
      how: 'cache',
      look: (signal) => lookAt(join(home, 'temporal'), signal),
    }),
    installers: [
      sdkDownload({ artifact: 'cli', version: `v${version}`, file: 'temporal' }, env),
      goInstall(env),
    ],
    help: `Install the Temporal CLI (server ${oldestServer.join('.')} or newer) so that \`temporal\` is on PATH, or name its file in ${environment}.`,
  };
}

async function lookOnPath(env: NodeJS.ProcessEnv, signal: AbortSignal): Promise<Look> {
  const path = await onPath('temporal', env);
  return path === null ? { here: false, why: 'there is none' } : lookAt(path, signal);
}

async function lookAt(path: string, signal: AbortSignal): Promise<Look> {
  if (!(await isExecutable(path))) return { here: false, why: `${path} is not an executable file` };
  const answer = await askVersion([path, '--version'], signal, judge);
  return 'version' in answer
    ? { here: true, path, version: answer.version }
    : { here: false, why: answer.why };
}

/** `temporal version 1.5.1 (Server 1.29.1, UI 2.42.1)`: what counts for us is the server inside. */
function judge(answer: string): string | { not: string } {
  const server = /Server (?<major>\d+)\.(?<minor>\d+)\.(?<patch>\d+)/u.exec(answer);
  if (server === null)
    return { not: `its --version names no server: ${answer.slice(0, 80) || '(nothing)'}` };
  const found = server.slice(1).map(Number);
  if (!isAtLeast(found, oldestServer))
    return { not: `its server is ${found.join('.')}, wanted ${oldestServer.join('.')} or newer` };
  return answer.replace(/^temporal version /u, '').trim();
}

/** Later CLI versions carry a `replace` in go.mod, which `go install` refuses. */
function goInstall(env: NodeJS.ProcessEnv): Installer {
  return {
    how: 'go install',
    expect: 'builds from source, 2 to 5 minutes the first time',
    limitMs: 20 * 60_000,
    install: async (staging, step) => {
      await run('go', ['version'], { signal: step.signal, env });
      const flags = `-s -w -X ${goModule}/temporalcli.Version=${version}`;
      let packages = 0;
      const onLine = (line: string) => {
        packages += 1;
        step.note(`${packages} steps, now ${line}`);
      };
      await run(
        'go',
        ['install', '-v', '-trimpath', '-ldflags', flags, `${goModule}/cmd/temporal@v${version}`],
        {
          signal: step.signal,
          cwd: staging,
          // Its SQLite is written in Go, so no C compiler is needed.
          env: { ...env, GOBIN: staging, CGO_ENABLED: '0' },
          onLine,
        },
      );
    },
  };
}
