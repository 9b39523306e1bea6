/** What `findings evidence` prints. The answers are data of others: `page` removes what could steer a terminal. */
import { uriOf } from '../../../../activities/evidence/open-evidence.ts';
import type {
  EvidenceContent,
  OpenedEvidence,
} from '../../../../activities/evidence/open-evidence.ts';
import type { Lifecycle } from '../../../../activities/ledger/ledger.ts';
import { commandLine } from '../../../cli/command-line.ts';
import { shortId } from '../../../cli/find-lifecycle.ts';
import type { Lines, Page } from '../../../output/page.ts';
import { timestamp } from '../../../output/time.ts';
import { shorten, wrapAfter } from '../../../output/wrap.ts';
import { nameOf } from '../row.ts';

interface Shown {
  readonly row: Lifecycle;
  /** About the finding as a whole, one sentence each. */
  readonly faults: readonly string[];
  readonly opened: readonly OpenedEvidence[];
  /** One check was asked for: nearly all its answers are shown. */
  readonly whole: boolean;
}

/** How much of the answers of one check is shown, so that no object can fill the terminal. */
const LINES = { some: 40, whole: 5_000 } as const;
/** In columns, where the page has no end. */
const LONGEST_LINE = 400;

export function evidenceLines({ row, faults, opened, whole }: Shown, page: Page): Lines {
  const most = whole ? LINES.whole : LINES.some;
  const parts = opened.map((one) => ['', ...checkLines(one, { most, row }, page)]);
  return [
    ...wrapAfter('', headline(row, faults, opened, page), page),
    ...faults.flatMap((text) => wrapAfter(`  ${page.style.red('✗')} `, text, page)),
    ...(faults.length === 0 ? [] : wrapAfter('  ', ADVICE, page)),
    ...parts.flat(),
  ];
}

const ADVICE =
  'Find out who wrote there: only closeloop-closer signs proofs, only closeloop-audit seals. docs/threat-model.md says what is proved.';

function headline(
  row: Lifecycle,
  faults: Lines,
  opened: readonly OpenedEvidence[],
  { style }: Page,
): string {
  const name = style.bold(`Evidence of ${nameOf(row)}: `);
  const wrong = opened.filter(({ compared }) => compared.some(({ ok }) => !ok)).length;
  const count = opened.length === 1 ? '1 check' : `${opened.length} checks`;
  if (wrong > 0) return name + style.red(`${wrong} of ${count} is not what was stored`);
  if (faults.length > 0) return name + style.red('it is not proved');
  if (opened.length === 0) return `${name}none of its checks has left any yet`;
  const open = opened.filter(({ signedBy }) => signedBy === 'none').length;
  const rest = open === 0 ? ', signed' : `; ${open} of them not signed yet`;
  return name + style.green(`${count}, as stored${rest}`);
}

function checkLines(
  one: OpenedEvidence,
  { most, row }: { readonly most: number; readonly row: Lifecycle },
  page: Page,
): Lines {
  const { verificationId, content, refs } = one;
  const read =
    content === null ? 'not opened' : `read by ${content.role}, ${timestamp(content.at)} UTC`;
  return [
    ...wrapAfter('', `${page.style.bold(verificationId)}  ${read}`, page),
    ...citingLines(one, page),
    ...comparedLines(one, page),
    ...(refs.length > 1 ? refs.map((ref) => `    ${uriOf(ref)}`) : []),
    ...(content === null ? [] : answerLines(content, { most, row }, page)),
  ];
}

/** What the check was for: the first line that names it. Those after it follow from the same check. */
function citingLines({ lines }: OpenedEvidence, page: Page): Lines {
  const [first] = lines;
  if (first === undefined)
    return ['    No line of the story names it, only the proof of the closer.'];
  const { kind, text, at, episode, seq } = first;
  const later = lines.length - 1;
  const more = later === 0 ? '' : `; also ${later === 1 ? '1 later line' : `${later} later lines`}`;
  const said = `line ${seq} of episode ${episode}, ${kind}: ${text}${more}`;
  return wrapAfter(`    ${page.style.dim(timestamp(at))}  `, said, page);
}

function comparedLines({ compared, signedBy }: OpenedEvidence, page: Page): Lines {
  const { dim, green, red } = page.style;
  return compared.flatMap(({ what, ok, text }) => {
    const open = what === 'signature' && signedBy === 'none';
    const mark = !ok ? red('✗') : open ? dim('-') : green('✓');
    return wrapAfter(`  ${mark} ${dim(what.padEnd(9))}  `, text, page);
  });
}

/** The whole object but for what the lines above say. */
function answerLines(
  content: EvidenceContent,
  { most, row }: { readonly most: number; readonly row: Lifecycle },
  page: Page,
): Lines {
  const { schema: _, verificationId, workflowId: __, at: ___, role: ____, ...answers } = content;
  const all = JSON.stringify(answers, null, 2).split('\n');
  const width = Math.min(page.width, LONGEST_LINE) - 4;
  const shown = all.slice(0, most).map((line) => `    ${shorten(page.clean(line), width)}`);
  if (all.length <= most) return shown;
  const rest = `… ${all.length - most} more lines`;
  const id = shortId(row.workflowId);
  const command = commandLine('findings', 'evidence', id, '--check', verificationId);
  return [...shown, `    ${page.style.dim(rest)}: ${command}`, '    All of it: add --json'];
}
