import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

export const ROOT = fileURLToPath(new URL('../../', import.meta.url));

export function read(path: string): string {
  return readFileSync(`${ROOT}${path}`, 'utf8');
}

export const COMPOSE = 'docker-compose.temporal.yml';
export const ENV_EXAMPLE = 'infra/temporal/.env.example';

/** The example with what a person has to fill in. */
export function filledEnvironment(): string {
  return read(ENV_EXAMPLE)
    .replace('TEMPORAL_DB_PASSWORD=', 'TEMPORAL_DB_PASSWORD=fromtheperson')
    .replace('\nAWS_REGION=', '\nAWS_REGION=eu-west-1')
    .replace('CLOSELOOP_EVIDENCE_BUCKET=', 'CLOSELOOP_EVIDENCE_BUCKET=acme-evidence');
}

/** What the image's recipe copies of the repository, as paths from the root. */
export function copied(): readonly string[] {
  const copies = read('infra/Dockerfile').matchAll(/^COPY (?<paths>.+) \S+$/gmu);
  return [...copies].flatMap(({ groups }) => groups?.['paths']?.split(' ') ?? []);
}
