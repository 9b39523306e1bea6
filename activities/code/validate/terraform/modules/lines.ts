import type { Literal } from './table.ts';

/** Inputs with literal values as `terraform fmt` writes them: names of one-line values that follow each other are aligned. */
export function linesOf(values: Readonly<Record<string, Literal>>): readonly string[] {
  const entries = Object.entries(values);
  const plain = entries.filter(([, value]) => typeof value !== 'object').map(([name]) => name);
  const width = Math.max(0, ...plain.map((name) => name.length));
  return entries.flatMap(([name, value]) => {
    if (typeof value !== 'object') return [`${name.padEnd(width)} = ${JSON.stringify(value)}`];
    return [`${name} = {`, ...linesOf(value).map((line) => `  ${line}`), '}'];
  });
}
