/**
 * A name in a `---` or `+++` line: what follows a tab is a time stamp, a name in quotes has C escapes.
 * https://git-scm.com/docs/diff-format#generate_patch_text_with_p
 */
export function decodeName(text: string): string {
  const quoted = /^"((?:[^"\\]|\\.)*)"/.exec(text)?.[1];
  return quoted === undefined ? (text.split('\t')[0] ?? '').trimEnd() : unescape(quoted);
}

/** A name as git writes it in a header: quoted where it must be, and with a tab behind a blank. */
export function encodeName(name: string): string {
  if (!/[^\x20-\x7e]|["\\]/.test(name)) return name.includes(' ') ? `${name}\t` : name;
  const bytes = [...Buffer.from(name, 'utf8')].map(encodeByte);
  return `"${bytes.join('')}"`;
}

const SIMPLE: Readonly<Record<string, number>> = { a: 7, b: 8, t: 9, n: 10, v: 11, f: 12, r: 13 };

function unescape(text: string): string {
  const bytes: Buffer[] = [];
  for (const [part, octal, letter] of text.matchAll(/\\([0-7]{1,3})|\\(.)|[^\\]+/gu)) {
    if (octal !== undefined) bytes.push(Buffer.from([Number.parseInt(octal, 8) & 0xff]));
    else if (letter === undefined) bytes.push(Buffer.from(part, 'utf8'));
    else
      bytes.push(
        Object.hasOwn(SIMPLE, letter) ? Buffer.from([SIMPLE[letter] ?? 0]) : Buffer.from(letter),
      );
  }
  return Buffer.concat(bytes).toString('utf8');
}

function encodeByte(byte: number): string {
  if (byte === 0x22 || byte === 0x5c) return `\\${String.fromCodePoint(byte)}`;
  if (byte >= 0x20 && byte < 0x7f) return String.fromCodePoint(byte);
  return `\\${byte.toString(8).padStart(3, '0')}`;
}
