/** The names of a code fix on a Git host: branch, and hidden id in the pull request's text. Pure. */
import { createHash } from 'node:crypto';

import type { FixPlace } from '../../domain/code-fix.ts';

/** Prefix of all our branches. */
export const BRANCH_PREFIX = 'closeloop/';

/** 64 hex digits, the same for the same fix. Names of repositories are compared without case, as hosts do. */
export function fixId({ repository, path, block, control }: FixPlace): string {
  const parts = [repository.toLowerCase(), path, block, control];
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex');
}

/**
 * `closeloop/S3.PublicAccess/5f2c1a9b04c7`: a valid branch name for any control id. `turn` counts the proposals from 1:
 * `…-2` follows one that Closeloop withdrew.
 */
export function fixBranch(place: FixPlace, turn = 1): string {
  const control = place.control.replaceAll(/[^A-Za-z0-9]+/g, (run) => (run === '.' ? '.' : '-'));
  const name = control.replaceAll(/^[.-]+|[.-]+$/g, '').replace(/\.lock$/i, '-lock');
  return `${BRANCH_PREFIX}${name === '' ? 'fix' : name.slice(0, 100)}/${fixId(place).slice(0, 12)}${turn === 1 ? '' : `-${turn}`}`;
}

/** The last line of our pull request's text: Markdown does not show it, and Closeloop finds the fix by it. */
export function fixMarker(place: FixPlace): string {
  return `${OPENING}${fixId(place)} -->`;
}

/**
 * The id from a line of its own; null without one, and where two lines disagree. Hosts may change line ends, and other
 * bots append their own text.
 */
export function markedFix(body: string): string | null {
  const lines = body.matchAll(/^<!-- closeloop:fix:([0-9a-f]{64}) -->[ \t]*\r?$/gm);
  const [id = null, ...others] = new Set([...lines].map(([, one = '']) => one));
  return others.length === 0 ? id : null;
}

const OPENING = '<!-- closeloop:fix:';
