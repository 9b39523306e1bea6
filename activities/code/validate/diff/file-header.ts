import { reject } from '../rejection.ts';
import type { Rejection } from '../rejection.ts';
import type { Cursor } from './cursor.ts';
import { decodeName } from './file-name.ts';
import type { FileDiff } from './parsed-diff.ts';

type Header = Omit<FileDiff, 'hunks'>;

/** `diff --git`, extended headers, `---` and `+++`. A rename or a mode change alone has no further lines. */
export function readFileHeader(cursor: Cursor): Header | Rejection {
  const git = /^diff --git (.*)$/.exec(cursor.peek()?.text ?? '')?.[1] ?? null;
  if (git !== null) cursor.next();
  const operations = readExtended(cursor);
  const old = cursor.peek();
  const name = nameIn(old?.text, '--- ');
  if (name === null) {
    if (operations.length > 0) {
      skipBinary(cursor);
      return { names: [], gitNames: git, operations };
    }
    return reject('NO_FILE_HEADER', 'The diff does not name the file in a --- and a +++ line.');
  }
  cursor.next();
  const other = nameIn(cursor.peek()?.text, '+++ ');
  if (other === null) {
    return reject('NO_FILE_HEADER', 'A --- line is not followed by its +++ line.', {
      in: 'answer',
      number: old?.number ?? 0,
      text: old?.text ?? '',
    });
  }
  cursor.next();
  return { names: [name, other], gitNames: git, operations };
}

/** https://git-scm.com/docs/diff-format#generate_patch_text_with_p */
const EXTENDED =
  /^(?:old mode|new mode|deleted file mode|new file mode|copy from|copy to|rename from|rename to|similarity index|dissimilarity index|index|Binary files|GIT binary patch)\b/;
/** A link or a submodule would be written as text. */
/** Models make up the hashes, which nothing reads. */
const PLAIN_INDEX = /^index \w+\.\.\w+(?: 100(?:644|755))?$/;

function readExtended(cursor: Cursor): readonly string[] {
  const operations: string[] = [];
  for (let line = cursor.peek(); line !== null && EXTENDED.test(line.text); line = cursor.peek()) {
    if (!PLAIN_INDEX.test(line.text)) operations.push(line.text);
    cursor.next();
  }
  return operations;
}

/** The base-85 lines of a binary patch are no hunks. */
function skipBinary(cursor: Cursor): void {
  while (!cursor.done() && !cursor.peek()?.text.startsWith('diff --git ')) cursor.next();
}

function nameIn(text: string | undefined, mark: string): string | null {
  return text?.startsWith(mark) === true ? decodeName(text.slice(mark.length)) : null;
}
