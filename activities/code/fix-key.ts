/** What a code fix is about, and the names it has on a Git host. Pure. */
import { createHash } from 'node:crypto';

/** One block of one file and one problem in it: findings about the same share branch and pull request. */
export interface FixKey {
  /** `owner/name`, spelled as in the repositories index. */
  readonly repository: string;
  readonly path: string;
  /** Terraform's `type.name`, or a CloudFormation logical id. */
  readonly block: string;
  /** A control's id. */
  readonly control: string;
}

/** What all our branches begin with. */
export const BRANCH_PREFIX = 'closeloop/';

/** 64 hex digits, the same for the same fix. Hosts do not tell upper from lower case in names of repositories. */
export function fixId({ repository, path, block, control }: FixKey): string {
  const parts = [repository.toLowerCase(), path, block, control];
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex');
}

/**
 * `closeloop/S3.PublicAccess/5f2c1a9b04c7`: the name of a branch, whatever the control is called. `turn` counts from 1
 * how often the fix is proposed: `…-2` is what follows one that Closeloop itself withdrew.
 */
export function fixBranch(key: FixKey, turn = 1): string {
  const control = key.control.replaceAll(/[^A-Za-z0-9]+/g, (run) => (run === '.' ? '.' : '-'));
  const name = control.replaceAll(/^[.-]+|[.-]+$/g, '').replace(/\.lock$/i, '-lock');
  return `${BRANCH_PREFIX}${name === '' ? 'fix' : name.slice(0, 100)}/${fixId(key).slice(0, 12)}${turn === 1 ? '' : `-${turn}`}`;
}

/** A line of a pull request's text, ours the last one, which Markdown does not show: by it a fix is found again. */
export function fixMarker(key: FixKey): string {
  return `${OPENING}${fixId(key)} -->`;
}

/**
 * The id in a line of its own of a pull request's text; null without one, and where two lines disagree. Hosts may
 * change the ends of lines, and many a bot appends its summary to the texts of others.
 */
export function markedFix(body: string): string | null {
  const lines = body.matchAll(/^<!-- closeloop:fix:([0-9a-f]{64}) -->[ \t]*\r?$/gm);
  const [id = null, ...others] = new Set([...lines].map(([, one = '']) => one));
  return others.length === 0 ? id : null;
}

const OPENING = '<!-- closeloop:fix:';
