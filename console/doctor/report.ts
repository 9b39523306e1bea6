import type { Reply } from '../cli/reply.ts';
import type { Lines, Page, Style } from '../output/page.ts';
import { wrapAfter, nextStepLines } from '../output/wrap.ts';
import type { Check } from './check.ts';

/** The doctor's answer; it fails when something required is broken. */
export function report(checks: readonly Check[]): Reply {
  const failed = checks.some(({ status }) => status === 'broken');
  return { json: { ok: !failed, checks }, text: (page) => reportLines(checks, page), failed };
}

function reportLines(checks: readonly Check[], page: Page): Lines {
  const { style } = page;
  const names = Math.max(...checks.map(({ name }) => name.length));
  const groups = [...new Set(checks.map(({ group }) => group))];
  const parts = groups.flatMap((group) => {
    const own = checks.filter((check) => check.group === group);
    return [style.bold(group), ...own.flatMap((check) => checkLines(check, names, page)), ''];
  });
  return [...parts, verdict(checks, style)];
}

/** Further lines are under the first; what to do follows an arrow. */
function checkLines(check: Check, names: number, page: Page): Lines {
  const indent = ' '.repeat(names + 6);
  const margin = `  ${mark(check, page.style)} ${check.name.padEnd(names)}  `;
  const [first = '', ...more] = check.found.split('\n');
  return [
    ...wrapAfter(margin, first, page),
    ...more.flatMap((text) => wrapAfter(indent, text, page)),
    ...check.next.flatMap((line) => nextStepLines(`${indent}→ `, line, page)),
  ];
}

function mark({ status }: Check, { green, yellow, red, dim }: Style): string {
  return { ok: green('✓'), warn: yellow('!'), broken: red('✗'), skipped: dim('-') }[status];
}

function verdict(checks: readonly Check[], style: Style): string {
  const count = (status: Check['status']) => checks.filter((c) => c.status === status).length;
  const broken = count('broken');
  const warnings = count('warn');
  const warned =
    warnings === 0 ? '' : `, ${warnings} ${warnings === 1 ? 'warning' : 'warnings'} (!)`;
  const skipped = count('skipped');
  const left = skipped === 0 ? '' : `, ${skipped} not checked (-)`;
  const all = skipped === 0 ? 'Everything required' : 'Everything that was checked';
  if (broken === 0) return `${style.green(`${all} is in place`)}${warned}${left}.`;
  return style.red(`${broken} of ${checks.length} broken (✗)${warned}${left}.`);
}
