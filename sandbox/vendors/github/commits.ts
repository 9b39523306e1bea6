import { gitAbout } from './git.ts';

/** A commit as `git/commits` answers it. */
export async function readCommit(folder: string, sha: string) {
  const text = (await gitAbout(folder, [sha], ['cat-file', 'commit', sha])).toString();
  const end = text.indexOf('\n\n');
  const lines = text.slice(0, end).split('\n');
  const of = (key: string) =>
    lines.filter((line) => line.startsWith(`${key} `)).map((line) => line.slice(key.length + 1));
  return {
    sha,
    tree: { sha: of('tree')[0] ?? '' },
    parents: of('parent').map((parent) => ({ sha: parent })),
    author: signature(of('author')[0]),
    committer: signature(of('committer')[0]),
    message: text.slice(end + 2),
    verification: {
      verified: false,
      reason: 'unsigned',
      signature: null,
      payload: null,
      verified_at: null,
    },
  };
}

/** What merging `tip` into `base` would add: commits, and changed files since their merge base. */
export async function compare(folder: string, base: string, tip: string) {
  const about = async (...args: readonly string[]) =>
    (await gitAbout(folder, [base, tip], [...args, `${base}...${tip}`])).toString();
  const counts = await about('rev-list', '--left-right', '--count');
  const [behind = '0', ahead = '0'] = counts.trim().split(/\s+/);
  const raw = (await about('diff', '--raw', '-z', '--no-abbrev', '--no-renames')).split('\0');
  const files = [];
  for (let at = 0; at + 1 < raw.length; at += 2) {
    const [, , , sha = '', letter = ''] = (raw[at] ?? '').split(' ');
    files.push({ filename: raw[at + 1] ?? '', sha, status: STATUS[letter] ?? 'changed' });
  }
  return { ahead: Number(ahead), behind: Number(behind), files };
}

const STATUS: Readonly<Record<string, string>> = { A: 'added', M: 'modified', D: 'removed' };

function signature(line = '') {
  const [, name = '', email = '', seconds = '0'] = /^(.*) <(.*)> (\d+)/.exec(line) ?? [];
  return {
    name,
    email,
    date: new Date(Number(seconds) * 1000).toISOString().replace('.000Z', 'Z'),
  };
}
