import { chmod, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { askVersion, explicitFinder, isExecutable } from './look.ts';
import { run } from './run.ts';
import { sdkDownload } from './sdk-download.ts';
import type { Installer, Look, Tool } from './tool.ts';
import { WANTED } from './wanted.ts';

const { version, mavenGroup, mavenArtifact, mainClass, slf4j, environment } = WANTED.testServer;
const COPY_DEPENDENCIES =
  'org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy-dependencies';
const LAUNCHER = 'temporal-test-server';

/** The time-skipping test server: the SDK's native build, else the Java one from Maven behind a launcher script. */
export function testServerTool(env: NodeJS.ProcessEnv): Tool {
  return {
    name: WANTED.testServer.name,
    title: WANTED.testServer.title,
    version,
    // The second part is for caches from before slf4j-nop was a dependency.
    folder: `test-server/${version}-nop`,
    finders: explicitFinder(env, environment, lookAtExplicit),
    inCache: (home) => ({
      how: 'cache',
      look: (signal) => lookAtLauncher(join(home, LAUNCHER), signal),
    }),
    installers: [nativeBuild(env), fromMaven(env)],
    help: `Install Java 17 and Maven and run \`npm run setup\` again, or name an executable that takes a port as its argument in ${environment}.`,
  };
}

/** The native build has no --version, so an explicit choice is only checked for being executable. */
async function lookAtExplicit(path: string): Promise<Look> {
  return (await isExecutable(path))
    ? { here: true, path, version: 'as given' }
    : { here: false, why: `${path} is not an executable file` };
}

async function lookAtLauncher(path: string, signal: AbortSignal): Promise<Look> {
  if (!(await isExecutable(path))) return { here: false, why: `${path} is not there yet` };
  const answer = await askVersion([path, '--version'], signal, (text) => text.trim());
  return 'version' in answer
    ? { here: true, path, version: answer.version }
    : { here: false, why: answer.why };
}

function nativeBuild(env: NodeJS.ProcessEnv): Installer {
  const download = sdkDownload(
    {
      artifact: 'temporal-test-server',
      version: `v${version}`,
      file: 'server',
    },
    env,
  );
  return {
    ...download,
    install: async (staging, step) => {
      await download.install(staging, step);
      await writeLauncher(staging, nativeLauncher());
    },
  };
}

function fromMaven(env: NodeJS.ProcessEnv): Installer {
  return {
    how: 'Maven',
    expect: '40 jars, 33 MB',
    limitMs: 10 * 60_000,
    install: async (staging, step) => {
      const { signal } = step;
      await run('java', ['-version'], { signal, env });
      await writeFile(join(staging, 'pom.xml'), pom());
      const goal = [COPY_DEPENDENCIES, '-DincludeScope=runtime', '-DoutputDirectory=lib'];
      await run('mvn', ['-B', '-ntp', '-Dstyle.color=never', ...goal], {
        signal,
        cwd: staging,
        env,
        onLine: step.note,
      });
      await writeLauncher(staging, javaLauncher());
    },
  };
}

async function writeLauncher(staging: string, text: string): Promise<void> {
  const path = join(staging, LAUNCHER);
  await writeFile(path, text);
  await chmod(path, 0o755);
}

/** The SDK starts it with the port as its only argument. */
function nativeLauncher(): string {
  return `#!/bin/sh
here=$(CDPATH= cd -- "$(dirname -- "$0")" && pwd)
if [ "$1" = --version ]; then
  [ -x "$here/server" ] && echo '${version} (native)'
  exit
fi
exec "$here/server" "$@"
`;
}

/** Only the first compiler and the serial collector: the server lives for seconds and start-up is what is felt. */
function javaLauncher(): string {
  return `#!/bin/sh
here=$(CDPATH= cd -- "$(dirname -- "$0")" && pwd)
java=java
[ -n "$JAVA_HOME" ] && [ -x "$JAVA_HOME/bin/java" ] && java="$JAVA_HOME/bin/java"
if [ "$1" = --version ]; then
  [ -f "$here/lib/${mavenArtifact}-${version}.jar" ] || { echo 'the jars are not complete' >&2; exit 1; }
  "$java" -XX:TieredStopAtLevel=1 -version 2>/dev/null || { echo 'java does not run: install Java 17 or set JAVA_HOME' >&2; exit 1; }
  echo '${version} (Java)'
  exit
fi
exec "$java" -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -cp "$here/lib/*" ${mainClass} "$@"
`;
}

/** Without slf4j-nop the server prints on each start that it has no logger. */
function pom(): string {
  return `<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>closeloop</groupId>
  <artifactId>sandbox-tools</artifactId>
  <version>1</version>
  <dependencies>
    <dependency>
      <groupId>${mavenGroup}</groupId>
      <artifactId>${mavenArtifact}</artifactId>
      <version>${version}</version>
    </dependency>
    <dependency>
      <groupId>org.slf4j</groupId>
      <artifactId>slf4j-nop</artifactId>
      <version>${slf4j}</version>
    </dependency>
  </dependencies>
</project>
`;
}
