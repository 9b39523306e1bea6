/**
 * The first two places, from 0, where `wanted` stands in `lines` at or behind `from`. Linear in both (Knuth,
 * Morris, Pratt): a file of blank lines and a hunk of blank lines must not take seconds.
 */
export function findSequence(
  lines: readonly string[],
  wanted: readonly string[],
  from: number,
): readonly number[] {
  const table = failureTable(wanted);
  const found: number[] = [];
  let matched = 0;
  for (let at = from; at < lines.length && found.length < 2; at++) {
    while (matched > 0 && wanted[matched] !== lines[at]) matched = table[matched - 1] ?? 0;
    if (wanted[matched] === lines[at]) matched++;
    if (matched < wanted.length) continue;
    found.push(at - wanted.length + 1);
    matched = table[matched - 1] ?? 0;
  }
  return found;
}

/** For each beginning of `wanted`: how much of it is both its beginning and its end. */
function failureTable(wanted: readonly string[]): readonly number[] {
  const table = [0];
  let length = 0;
  for (let at = 1; at < wanted.length; at++) {
    while (length > 0 && wanted[length] !== wanted[at]) length = table[length - 1] ?? 0;
    if (wanted[length] === wanted[at]) length++;
    table.push(length);
  }
  return table;
}
