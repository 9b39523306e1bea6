/** The arguments of a call, each as its expression; null where one is no literal, reference or list of such. */
interface Call {
  readonly name: string;
  readonly arguments: readonly (string | readonly string[])[];
}

const CALL = /^(format|join|lower|upper|trimspace|tostring)\(([\s\S]*)\)$/;
const TOKEN = /\s*(?:("(?:[^"\\]|\\.)*"|[A-Za-z_][\w.-]*(?:\[[^\][()]*\])*|\d+)|([[\],]))/y;

/**
 * Calls that put a text together from others, which files use for names: format, join and those that change a text's
 * case. Null for any other expression. https://developer.hashicorp.com/terraform/language/functions
 */
export function parseCall(expression: string): Call | null {
  const [, name, inside = ''] = CALL.exec(expression.trim()) ?? [];
  if (name === undefined) return null;
  const given: (string | string[])[] = [];
  let list: string[] | null = null;
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < inside.trimEnd().length) {
    const [all, word, sign] = TOKEN.exec(inside) ?? [];
    if (all === undefined) return null;
    if (word !== undefined) (list ?? given).push(word);
    else if (sign === '[' && list === null) list = [];
    else if (sign === ']' && list !== null) {
      given.push(list);
      list = null;
    } else if (sign !== ',') return null;
  }
  return list === null ? { name, arguments: given } : null;
}

/** The text that a call makes of its arguments' texts; null where they do not fit. */
export function callText(
  name: string,
  [first, ...rest]: readonly (string | readonly string[])[],
): string | null {
  if (typeof first !== 'string') return null;
  if (name === 'format') return formatText(first, rest);
  if (name === 'join') {
    const [list] = rest;
    if (rest.length !== 1 || list === undefined || typeof list === 'string') return null;
    return list.join(first);
  }
  if (rest.length > 0) return null;
  if (name === 'tostring') return first;
  // What is unknown in a text has no case.
  if (first.includes('${')) return null;
  if (name === 'trimspace') return first.trim();
  return name === 'lower' ? first.toLowerCase() : first.toUpperCase();
}

/** `%s`, `%d` and `%v` in turn; anything else in a format is not read. */
function formatText(
  format: string,
  values: readonly (string | readonly string[])[],
): string | null {
  const parts = format.split(/%[sdv]/);
  if (parts.some((part) => part.includes('%')) || parts.length !== values.length + 1) return null;
  let text = parts[0] ?? '';
  for (const [at, value] of values.entries()) {
    if (typeof value !== 'string') return null;
    text += value + (parts[at + 1] ?? '');
  }
  return text;
}
