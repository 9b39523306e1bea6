import type { Page, Style } from '../page.ts';
import type { Reply } from '../reply.ts';
import { hang } from '../wrap.ts';
import type { Check } from './check.ts';

/** The doctor's answer; it fails when something required is broken. */
export function report(checks: readonly Check[]): Reply {
  const failed = checks.some(({ status }) => status === 'broken');
  return { json: { ok: !failed, checks }, text: (page) => sheet(checks, page), failed };
}

function sheet(checks: readonly Check[], page: Page): string {
  const { style } = page;
  const names = Math.max(...checks.map(({ name }) => name.length));
  const groups = [...new Set(checks.map(({ group }) => group))];
  const parts = groups.map((group) => {
    const own = checks.filter((check) => check.group === group);
    return [style.bold(group), ...own.map((check) => line(check, names, page))].join('\n');
  });
  return [...parts, verdict(checks, style)].join('\n\n');
}

/** Further lines stand under the first; what to do follows with an arrow. */
function line(check: Check, names: number, page: Page): string {
  const indent = ' '.repeat(names + 6);
  const margin = `  ${mark(check, page.style)} ${check.name.padEnd(names)}  `;
  const [first = '', ...more] = check.found.split('\n');
  return [
    hang(margin, first, page.width),
    ...more.map((text) => indent + text),
    ...check.next.map((todo) => `${indent}→ ${todo.split('\n').join(`\n${indent}  `)}`),
  ].join('\n');
}

function mark({ status }: Check, style: Style): string {
  switch (status) {
    case 'ok':
      return style.green('✓');
    case 'warn':
      return style.yellow('!');
    case 'broken':
      return style.red('✗');
    case 'skipped':
      return style.dim('-');
  }
}

function verdict(checks: readonly Check[], style: Style): string {
  const count = (status: Check['status']) => checks.filter((c) => c.status === status).length;
  const broken = count('broken');
  const warnings = count('warn');
  const noticed = warnings === 0 ? '' : `, ${warnings} to know about (!)`;
  if (broken === 0) return `${style.green('Everything required is in place')}${noticed}.`;
  return style.red(`${broken} of ${checks.length} broken (✗)${noticed}.`);
}
