/**
 * A stand-in for a model: it sees only the prompt, as a model does, and writes a diff of the file in it by simple
 * rules. It knows no scenario and no finding. For what it cannot fix it answers prose instead of a diff.
 */
import { obeyed } from './obey.ts';

/** How an answer is wrong, as planned by `failNextAnswers`. */
export type ModelFault =
  | 'prose'
  | 'wrong-context'
  | 'foreign-file'
  | 'neighbour'
  | 'too-large'
  | 'obey';

interface Seen {
  readonly prompt: string;
  readonly task: string;
  readonly block: string;
  readonly resource: string;
  readonly path: string;
  readonly file: string;
}

/** The answer to a prompt. Prose when the prompt lacks the file, the task or the block. */
export function scriptedAnswer(prompt: string, fault: ModelFault | null): string {
  const seen = read(prompt);
  if (seen === null) return 'I was given no file to change.';
  const misbehaved = fault === null ? null : FAULTY_ANSWERS[fault](seen);
  return misbehaved ?? diffOf(seen, fixed(seen));
}

function read(prompt: string): Seen | null {
  const part = (name: string) =>
    new RegExp(`<${name}-([0-9a-f]{12})>\\n([\\s\\S]*?)\\n</${name}-\\1>`).exec(prompt)?.[2] ??
    null;
  const [task, block, resource] = [part('task'), part('block'), part('resource')];
  const [path, file] = [part('path'), part('file')];
  if (task === null || block === null || resource === null || path === null || file === null) {
    return null;
  }
  return { prompt, task, block, resource, path, file };
}

/** The changed file; null when it does not know how. */
function fixed(seen: Seen): string | null {
  const wanted = WANTED.find(({ when }) => when.test(seen.task));
  if (wanted === undefined) return null;
  return seen.block.startsWith('AWS::') ? inTemplate(seen, wanted) : inTerraform(seen, wanted);
}

interface Wanted {
  readonly when: RegExp;
  /** A companion block with its body; without a type the body goes into the block itself. */
  readonly terraform: { readonly type?: string; readonly body: readonly string[] };
  /** Lines under `Properties`. */
  readonly template: readonly string[];
}

const WANTED: readonly Wanted[] = [
  {
    when: /rotation/i,
    terraform: { body: ['enable_key_rotation = true'] },
    template: ['EnableKeyRotation: true'],
  },
  {
    when: /public access block/,
    terraform: {
      type: 'aws_s3_bucket_public_access_block',
      body: [
        'block_public_acls       = true',
        'block_public_policy     = true',
        'ignore_public_acls      = true',
        'restrict_public_buckets = true',
      ],
    },
    template: [
      'PublicAccessBlockConfiguration:',
      '  BlockPublicAcls: true',
      '  BlockPublicPolicy: true',
      '  IgnorePublicAcls: true',
      '  RestrictPublicBuckets: true',
    ],
  },
  {
    when: /versioning/i,
    terraform: {
      type: 'aws_s3_bucket_versioning',
      body: ['versioning_configuration {', '  status = "Enabled"', '}'],
    },
    template: ['VersioningConfiguration:', '  Status: Enabled'],
  },
  {
    when: /encrypt/i,
    terraform: {
      type: 'aws_s3_bucket_server_side_encryption_configuration',
      body: [
        'rule {',
        '  apply_server_side_encryption_by_default {',
        '    sse_algorithm = "AES256"',
        '  }',
        '}',
      ],
    },
    template: [
      'BucketEncryption:',
      '  ServerSideEncryptionConfiguration:',
      '    - ServerSideEncryptionByDefault:',
      '        SSEAlgorithm: AES256',
    ],
  },
];

interface Head {
  readonly type: string;
  readonly name: string;
  readonly at: number;
  readonly end: number;
}

/** Behind the block, or in the companion that is there; a public ACL becomes private on the way. */
function inTerraform({ block, file }: Seen, { when, terraform }: Wanted): string | null {
  const [targetType = '', address = ''] = block.split(' ');
  const all = file.split('\n');
  const lines = when.test('public access block')
    ? all.map((line) =>
        line.replace(/^(\s*acl\s*=\s*)"(public-|authenticated-)[\w-]+"/, '$1"private"'),
      )
    : all;
  const heads = headsIn(lines);
  const target = heads.find(({ type, name }) => `${type}.${name}` === address);
  if (target === undefined) return null;
  const eol = (lines[target.at] ?? '').endsWith('\r') ? '\r' : '';
  const ended = (added: readonly string[]) => added.map((line) => `${line}${eol}`);
  const { type, body } = terraform;
  if (type === undefined) return within(lines, target, ended(body.map((line) => `  ${line}`)));
  const there = heads.find(
    (one) =>
      one.type === type &&
      lines.slice(one.at, one.end).some((line) => line.includes(`${targetType}.${target.name}`)),
  );
  const kept = (from: Head) =>
    lines.slice(from.at, from.end).filter((line) => /^\s*(count|for_each|provider)\s*=/.test(line));
  if (there !== undefined) {
    const bound = lines.slice(there.at, there.end).filter((line) => /^\s*bucket\s*=/.test(line));
    const inner = [...kept(there), ...bound, ...ended(body.map((line) => `  ${line}`))];
    return [...lines.slice(0, there.at + 1), ...inner, ...lines.slice(there.end)].join('\n');
  }
  const repeat = kept(target);
  const each = repeat.some((line) => line.includes('for_each')) ? '[each.key]' : '[count.index]';
  const index = repeat.some((line) => /count|for_each/.test(line)) ? each : '';
  const added = ended([
    '',
    `resource "${type}" "${target.name}" {`,
    ...repeat.map((line) => line.trimEnd()),
    `  bucket = ${targetType}.${target.name}${index}.id`,
    '',
    ...body.map((line) => `  ${line}`),
    '}',
  ]);
  return [...lines.slice(0, target.end + 1), ...added, ...lines.slice(target.end + 1)].join('\n');
}

function within(lines: readonly string[], { at, end }: Head, added: readonly string[]): string {
  const names = added.map((line) => line.trim().split(/\s*=/)[0] ?? '');
  const rest = lines.filter(
    (line, n) => n <= at || n >= end || !names.some((name) => line.trim().startsWith(name)),
  );
  return [...rest.slice(0, at + 1), ...added, ...rest.slice(at + 1)].join('\n');
}

function headsIn(lines: readonly string[]): readonly Head[] {
  return lines.flatMap((line, at) => {
    const [, type, name] = /^\s*resource\s+"?([\w-]+)"?\s+"?([\w-]+)"?\s*\{/.exec(line) ?? [];
    if (type === undefined || name === undefined) return [];
    return [{ type, name, at, end: endOf(lines, at) }];
  });
}

function endOf(lines: readonly string[], start: number): number {
  let depth = 0;
  for (let at = start; at < lines.length; at += 1) {
    const bare = (lines[at] ?? '').replaceAll(/"(?:\\.|[^"\\])*"/g, '').replace(/(#|\/\/).*$/, '');
    depth += bare.split('{').length - bare.split('}').length;
    if (depth === 0) return at;
  }
  return lines.length - 1;
}

/** First under the resource's Properties, or under a new one. */
function inTemplate({ block, resource, file }: Seen, { template }: Wanted): string | null {
  const [type = '', logicalId] = block.split(' ');
  const lines = file.split('\n');
  const found = lines.flatMap((line, at) =>
    new RegExp(`^\\s+Type:\\s*["']?${type}["']?\\s*$`).test(line) ? [at] : [],
  );
  const one = (at: number) => {
    const indent = indentOf(lines[at]);
    const head = lines.slice(0, at).findLastIndex((line) => isKey(line) && indentOf(line) < indent);
    const rest = lines.findIndex((line, n) => n > at && isKey(line) && indentOf(line) < indent);
    const end = rest === -1 ? lines.length : rest;
    return { at, indent, id: (lines[head] ?? '').trim().replace(/:.*$/, ''), end };
  };
  const all = found.map(one);
  const target =
    all.find(({ id }) => id === logicalId) ??
    all.find(({ at, end }) => lines.slice(at, end).some((line) => line.includes(resource))) ??
    (all.length === 1 ? all[0] : undefined);
  if (target === undefined) return null;
  const { at, indent, end } = target;
  const properties = lines.findIndex(
    (line, n) => n > at && n < end && indentOf(line) === indent && /^\s*Properties:/.test(line),
  );
  const step = properties === -1 ? 2 : Math.max(1, indentOf(lines[properties + 1]) - indent);
  const inside = indented(template, indent + step);
  const [place, added] =
    properties === -1
      ? [at, [...indented(['Properties:'], indent), ...inside]]
      : [properties, inside];
  return [...lines.slice(0, place + 1), ...added, ...lines.slice(place + 1)].join('\n');
}

function indented(lines: readonly string[], depth: number): readonly string[] {
  return lines.map((line) => `${' '.repeat(depth)}${line}`);
}

function isKey(line: string): boolean {
  return /^\s*[\w"'-]+:/.test(line);
}

function indentOf(line = ''): number {
  return line.length - line.trimStart().length;
}

/** One hunk around all that differs. */
function diffOf({ path, file }: Seen, changed: string | null): string {
  if (changed === null) return 'I do not know how to change this file.';
  const [before, after] = [linesOf(file), linesOf(changed)];
  let head = 0;
  while (head < before.length && before[head] === after[head]) head += 1;
  let tail = 0;
  const most = Math.min(before.length, after.length) - head;
  while (tail < most && before.at(-1 - tail) === after.at(-1 - tail)) tail += 1;
  const from = Math.max(0, head - 3);
  const lead = before.slice(from, head);
  const removed = before.slice(head, before.length - tail);
  const added = after.slice(head, after.length - tail);
  const trail = before.slice(before.length - tail).slice(0, 3);
  const kept = lead.length + trail.length;
  const start = kept + removed.length === 0 ? 0 : from + 1;
  const lines = [
    `--- a/${path}`,
    `+++ b/${path}`,
    `@@ -${start},${kept + removed.length} +${from + 1},${kept + added.length} @@`,
    ...lead.map((line) => ` ${line}`),
    ...removed.map((line) => `-${line}`),
    ...added.map((line) => `+${line}`),
    ...trail.map((line) => ` ${line}`),
  ];
  return `${lines.join('\n')}\n`;
}

/** Nothing after the last line end counts as a line. */
function linesOf(text: string): readonly string[] {
  const lines = text.split('\n');
  return lines.at(-1) === '' ? lines.slice(0, -1) : lines;
}

const FAULTY_ANSWERS: Readonly<Record<ModelFault, (seen: Seen) => string | null>> = {
  prose: () => 'Sure! You should block public access in the console, then everything is fine.',
  'wrong-context': (seen) =>
    diffOf(seen, fixed(seen)).replace(/^ (.+)$/m, ' $1 # as I remember it'),
  'foreign-file': (seen) => diffOf({ ...seen, path: '.github/workflows/deploy.yml' }, fixed(seen)),
  neighbour: (seen) => {
    const changed = fixed(seen);
    return changed === null ? null : diffOf(seen, `${changed.trimEnd()}\n\n${NEIGHBOUR}`);
  },
  'too-large': (seen) => {
    const remarks = Array.from({ length: 60 }, (_, n) => `# remark ${n + 1}`).join('\n');
    return diffOf(seen, `${remarks}\n${fixed(seen) ?? seen.file}`);
  },
  obey: (seen) => {
    const changed = obeyed(seen.prompt, fixed(seen) ?? seen.file);
    return changed === null ? null : diffOf(seen, changed);
  },
};

const NEIGHBOUR = `resource "aws_iam_user" "backdoor" {
  name = "backdoor"
}
`;
