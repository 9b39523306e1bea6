import stringWidth from 'string-width';

import type { Lines, Page } from './page.ts';
import { sanitize } from './sanitize.ts';
import { shorten, wrapAfter } from './wrap.ts';

export interface Column<Row> {
  readonly title: string;
  readonly cell: (row: Row) => string;
  /** Applied after shortening, so that colours do not count as width. */
  readonly paint?: (text: string, row: Row) => string;
  /** The highest number shrinks, then vanishes first; without one a column always stays whole. */
  readonly give?: number;
  /** May be shortened to this; without it the column stays whole or vanishes. */
  readonly least?: number;
  /** Never wider than this, however much room there is. */
  readonly most?: number;
}

const GAP = '  ';

/** Rows under a heading, aligned; on a narrow page the columns that matter least are shortened, then left out. */
export function table<Row>(
  columns: readonly Column<Row>[],
  rows: readonly Row[],
  page: Page,
): Lines {
  const measured = columns.map((column) => ({ column, width: widest(column, rows) }));
  const fitted = fit(measured, page.width);
  const heading = fitted.map(({ column, width }) => pad(column.title, width)).join(GAP);
  const lines = rows.map((row) => line(fitted, row));
  return [page.style.dim(heading.trimEnd()), ...lines, ...leftOut(columns, fitted, page)];
}

/** Which columns have no room, and how to see them. */
function leftOut<Row>(
  columns: readonly Column<Row>[],
  fitted: readonly Measured<Row>[],
  page: Page,
): Lines {
  const shown = fitted.map(({ column }) => column.title);
  const missing = columns.filter(({ title }) => !shown.includes(title)).map(({ title }) => title);
  if (missing.length === 0) return [];
  const text = `No room for ${missing.join(', ')} in ${page.width} columns: widen the terminal, or use --json.`;
  return wrapAfter('', page.style.dim(text), page);
}

interface Measured<Row> {
  readonly column: Column<Row>;
  readonly width: number;
}

function widest<Row>(column: Column<Row>, rows: readonly Row[]): number {
  const cells = rows.map((row) => stringWidth(clean(column.cell(row))));
  const needed = cells.reduce((most, width) => Math.max(most, width), column.title.length);
  return Math.min(needed, column.most ?? Infinity);
}

/** The columns that matter least shrink first; if that is not enough, the least of them is left out. */
function fit<Row>(columns: readonly Measured<Row>[], page: number): readonly Measured<Row>[] {
  const shrunk = givers(columns).reduce(
    (all, giver) => shrink(all, giver, total(all) - page),
    columns,
  );
  const [least] = givers(columns);
  if (total(shrunk) <= page || least === undefined) return shrunk;
  return fit(
    columns.filter((one) => one !== least),
    page,
  );
}

function givers<Row>(columns: readonly Measured<Row>[]): readonly Measured<Row>[] {
  const rank = ({ column }: Measured<Row>) => column.give ?? 0;
  return columns.filter((one) => rank(one) > 0).toSorted((a, b) => rank(b) - rank(a));
}

function shrink<Row>(
  columns: readonly Measured<Row>[],
  giver: Measured<Row>,
  excess: number,
): readonly Measured<Row>[] {
  if (excess <= 0) return columns;
  const width = Math.min(
    giver.width,
    Math.max(giver.column.least ?? giver.width, giver.width - excess),
  );
  return columns.map((one) => (one === giver ? { ...one, width } : one));
}

function total<Row>(columns: readonly Measured<Row>[]): number {
  return columns.reduce((sum, { width }) => sum + width + GAP.length, -GAP.length);
}

function line<Row>(columns: readonly Measured<Row>[], row: Row): string {
  const cells = columns.map(({ column, width }, index) => {
    const text = shorten(clean(column.cell(row)), width);
    const painted = column.paint === undefined ? text : column.paint(text, row);
    return index === columns.length - 1 ? painted : painted + ' '.repeat(width - stringWidth(text));
  });
  return cells.join(GAP).trimEnd();
}

/** As it will be printed, so that its width is known. */
function clean(text: string): string {
  return sanitize(text).replaceAll(/\s+/gu, ' ').trim();
}

function pad(text: string, width: number): string {
  return shorten(text, width).padEnd(width);
}
