/** Shows a document of AWS to a person, and writes down that they accept it. */
import type { SSM } from '@aws-sdk/client-ssm';
import { createTwoFilesPatch } from 'diff';

import { differencesFromAccepted } from '../../../activities/runtime/checked-document.ts';
import { contentOf, findDocument, placeText } from '../../../activities/runtime/found-document.ts';
import type { FoundDocument, Place } from '../../../activities/runtime/found-document.ts';
import { documentHash, startedWith } from '../../../controls/documents.ts';
import { CONTROLS } from '../../../controls/index.ts';
import { acceptDocument, acceptedText } from '../../../policies/accept-document.ts';
import type { SeenDocument } from '../../../policies/accept-document.ts';
import { documentsOfAws, loadDocuments } from '../../../policies/documents.ts';
import type { AcceptedDocument } from '../../../policies/documents.ts';
import { CliError } from '../../cli/cli-error.ts';
import { commandLine } from '../../cli/command-line.ts';
import type { Reply } from '../../cli/reply.ts';
import type { Lines, Page, Style } from '../../output/page.ts';
import { nextStepLines, wrapAfter } from '../../output/wrap.ts';

export interface AcceptFrom {
  readonly ssm: SSM;
  /** Where the terminal is signed in: AWS's documents are the same in every account of a Region. */
  readonly place: Place;
  readonly policiesDir: string;
}

/**
 * Without `hash` only shows the document, or what changed in it; with the hash of what was shown it is written into the
 * policy folder. Throws a CliError when it is no document of AWS that a control starts, or not one that could be
 * started, or by now another one than that hash says.
 */
export async function showOrAccept(
  from: AcceptFrom,
  name: string,
  hash: string | null,
): Promise<Reply> {
  if (!documentsOfAws().includes(name)) throw unknown(name);
  const seen = await see(from, name);
  if (hash === null) return shown(seen);
  if (hash !== seen.document.hash) throw changed(seen, hash);
  if (seen.already) return shown(seen);
  return accepted(seen, await acceptDocument(from.policiesDir, seen.document));
}

interface Seen {
  readonly document: SeenDocument;
  readonly where: string;
  /** Exactly this version and hash is accepted. */
  readonly already: boolean;
  /** The newest accepted version; null where there is none. */
  readonly before: AcceptedDocument | null;
  /** What was accepted last, where the policy folder has its text. */
  readonly textBefore: string | null;
}

async function see({ ssm, place, policiesDir }: AcceptFrom, name: string): Promise<Seen> {
  const versions = (await loadDocuments(policiesDir)).get(name) ?? [];
  const found = await findDocument(ssm, place, name);
  const faults = [...differencesFromAccepted(found, found), ...missingParameters(found)];
  if (faults.length > 0) throw unusable(found, place, faults);
  const content = await contentOf(ssm, place, found);
  const { version, hash } = found;
  const format = found.format === 'JSON' ? 'JSON' : 'YAML';
  const document = { name, version, hash, content, format } as const;
  return {
    document,
    where: placeText(place),
    already: versions.some((one) => differencesFromAccepted(found, one).length === 0),
    before: versions.at(-1) ?? null,
    textBefore: await acceptedText(policiesDir, document),
  };
}

/** A control starts its document with parameters that AWS documents; one that lacks any would fail each time. */
function missingParameters({ name, parameters }: FoundDocument): readonly string[] {
  return CONTROLS.filter(({ runbook }) => runbook.documentName === name).flatMap((control) =>
    startedWith(control)
      .filter((parameter) => !parameters.includes(parameter))
      .map((parameter) => `no parameter ${parameter}, with which ${control.id} starts it`),
  );
}

function shown(seen: Seen): Reply {
  const { document, already } = seen;
  const accept = command(document.name, document.hash);
  return {
    json: { ...factsOf(seen), written: [], next: already ? [] : [accept] },
    text: (page) => [
      ...heading(seen, page),
      ...(already ? [] : textLines(seen, page)),
      '',
      ...(already
        ? [page.style.green('It is accepted already: there is nothing to do.')]
        : [
            'Accept it if it does what the control says, and nothing else:',
            ...nextStepLines('  ', accept, page),
          ]),
    ],
  };
}

function accepted(seen: Seen, written: readonly string[]): Reply {
  const { name, version } = seen.document;
  const next = `Review and commit ${written.join(' and ')}; workers read them when they start.`;
  return {
    json: { ...factsOf(seen), accepted: true, written, next: [next] },
    text: (page) => [
      ...wrapAfter(`${page.style.green('✓')} `, `${name} version ${version} is accepted.`, page),
      ...wrapAfter('', next, page),
    ],
  };
}

function factsOf({ document, already, before, where }: Seen) {
  const { name, version, hash, content } = document;
  const hashIsOfContent = documentHash(content) === hash;
  return { name, version, hash, hashIsOfContent, where, accepted: already, before, content };
}

function heading({ document, where, before }: Seen, page: Page): Lines {
  const { name, version, hash, content } = document;
  const of = documentHash(content) === hash ? 'SHA-256 of the text' : 'not the SHA-256 of the text';
  return [
    ...wrapAfter(
      '',
      `${page.style.bold(name)} version ${version}, owned by Amazon, ${where}`,
      page,
    ),
    `hash ${hash} (${of})`,
    before === null
      ? 'Nobody has accepted it before.'
      : `Accepted before: version ${before.version}, hash ${before.hash}`,
  ];
}

/** The difference where the text from before is known, else the whole text. */
function textLines({ document, before, textBefore }: Seen, { style }: Page): Lines {
  const { content, version } = document;
  if (before === null || textBefore === null) return ['', ...content.trimEnd().split('\n')];
  const [was, is] = [`version ${before.version}`, `version ${version}`];
  const [, ...lines] = createTwoFilesPatch(was, is, textBefore, content).trimEnd().split('\n');
  return ['', ...lines.map((line) => coloured(line, style))];
}

function coloured(line: string, { green, red }: Style): string {
  if (line.startsWith('+')) return green(line);
  return line.startsWith('-') ? red(line) : line;
}

function command(name: string, hash: string): string {
  return commandLine('controls', 'accept-document', name, '--hash', hash);
}

function unknown(name: string): CliError {
  const ours = name.startsWith('Closeloop-')
    ? `${name} comes with this release, which knows its hash: there is nothing to accept.`
    : `No control starts a document of AWS called ${name}.`;
  return new CliError('unknown-document', ours, {
    next: documentsOfAws().map((known) => commandLine('controls', 'accept-document', known)),
    exitCode: 2,
    details: { known: documentsOfAws() },
  });
}

function unusable({ name, version }: FoundDocument, place: Place, faults: readonly string[]) {
  const what = `${name} version ${version} in ${placeText(place)} cannot be accepted`;
  return new CliError('unusable-document', `${what}: ${faults.join(', ')}.`, {
    next: ['Its control stays in shadow mode. Report it: the control has to change.'],
    details: { faults },
  });
}

function changed({ document, where }: Seen, hash: string): CliError {
  const { name, version, hash: now } = document;
  const message = `${name} in ${where} is version ${version} with hash ${now}, not ${hash}: nothing was written.`;
  return new CliError('document-changed', message, {
    next: ['See what it is now:', commandLine('controls', 'accept-document', name)],
    details: { name, version, hash: now },
  });
}
