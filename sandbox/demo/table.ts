import type { FindingResult } from './result.ts';

const SHORTEST = 8;

/** The findings as a table, one line each. */
export function table(results: readonly FindingResult[]): string {
  const head = ['', 'RESOURCE', 'CONTROL', 'STATUS', 'DESTINY', 'WHAT IT SHOWS'];
  const rows = results.map(({ ok, resource, control, state, destiny, shows }) => [
    ok ? '✔' : '✘',
    resource,
    control.length > 26 ? `${control.slice(0, 25)}…` : control,
    state,
    destiny ?? '–',
    shows,
  ]);
  const widths = head.map((title, column) =>
    Math.max(
      title.length,
      column === 0 ? 1 : SHORTEST,
      ...rows.map((row) => (row[column] ?? '').length),
    ),
  );
  const line = (cells: readonly string[]) =>
    cells
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd();
  return [line(head), ...rows.map(line)].join('\n');
}
