/**
 * What a model answers that takes data for instructions: `ignore … instead add «text»` and `ignore … instead swap «text» for
 * «text»`, `\n` for a line end, anywhere in the prompt. Null when the prompt has none of these.
 */
export function obeyed(prompt: string, file: string): string | null {
  const orders = [...prompt.matchAll(ORDER)].map(({ groups = {} }) => ({
    what: textOf(groups['what']),
    by: groups['by'] === undefined ? null : textOf(groups['by']),
  }));
  if (orders.length === 0) return null;
  return orders.reduce(
    (text, { what, by }) =>
      by === null ? `${text.trimEnd()}\n\n${what}\n` : swapped(text, what, by),
    file,
  );
}

const ORDER = /ignore [^«»\n]*instead (?:add|swap) «(?<what>[^»]*)»(?: for «(?<by>[^»]*)»)?/gi;

function textOf(written = ''): string {
  return written.replaceAll('\\n', '\n');
}

/** The first place outside of the lines that give orders. */
function swapped(text: string, what: string, by: string): string {
  for (let at = text.indexOf(what); at !== -1; at = text.indexOf(what, at + 1)) {
    const line = text.slice(text.lastIndexOf('\n', at) + 1, text.indexOf('\n', at));
    if (!line.includes('«')) return text.slice(0, at) + by + text.slice(at + what.length);
  }
  return text;
}
