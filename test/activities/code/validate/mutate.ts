/** Mutations of a model's answer: what models, networks and attackers do to text. */

/** A source of random numbers from 0 to 1 that repeats itself for the same seed (mulberry32). */
export function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

/** One to four mutations of `answer`; `others` are answers to take lines from. */
export function mutate(answer: string, others: readonly string[], random: () => number): string {
  let text = answer;
  for (let times = 1 + Math.floor(random() * 4); times > 0; times--) {
    const mutation = pick(MUTATIONS, random);
    text = mutation === undefined ? text : mutation(text, { others, random });
  }
  return text;
}

interface Means {
  readonly others: readonly string[];
  readonly random: () => number;
}

type Mutation = (text: string, means: Means) => string;

const STRANGE = [
  '\0',
  '\u001b',
  '\u200b',
  '\u202e',
  '\ufeff',
  '\u2028',
  '\r',
  '\t',
  '{',
  '}',
  '"',
  '${',
  '%{',
  '<<EOF',
  '/*',
  '*/',
  '#',
  '@@',
  '+++ ',
  '--- ',
  '\\',
  '&a',
  '*a',
  '!Ref ',
  ': ',
  '- ',
  '[',
  ']',
  '😀',
  'а',
  '99999999999999999999',
  '-1',
  '__proto__',
  'count = 0',
  'checkov:skip',
  'false',
  'aws_s3_bucket.other.id',
  'lifecycle {',
  'provisioner "local-exec" {',
  '\ud800',
];

const MUTATIONS: readonly Mutation[] = [
  (text, { random }) => {
    const [a, b] = span(text.length, random, 30);
    return text.slice(0, a) + text.slice(b);
  },
  (text, { random }) => {
    const [here] = span(text.length, random, 1);
    return text.slice(0, here) + (pick(STRANGE, random) ?? '') + text.slice(here);
  },
  (text, { random }) => onLines(text, (lines) => lines.splice(at(lines, random), 1)),
  (text, { random }) =>
    onLines(text, (lines) => lines.splice(at(lines, random), 0, lines[at(lines, random)] ?? '')),
  (text, { others, random }) =>
    onLines(text, (lines) => {
      const other = (pick(others, random) ?? '').split('\n');
      lines.splice(at(lines, random), 0, other[at(other, random)] ?? '');
    }),
  (text, { random }) =>
    onLines(text, (lines) => {
      const [from, to] = [at(lines, random), at(lines, random)];
      lines.splice(to, 0, ...lines.splice(from, 3));
    }),
  (text, { random }) =>
    onLines(text, (lines) => {
      const line = at(lines, random);
      lines[line] = (pick([' ', '+', '-', ''], random) ?? '') + (lines[line] ?? '').slice(1);
    }),
  (text, { random }) =>
    text.replaceAll(/\d+/g, (n) => (random() < 0.1 ? String(Math.floor(random() * 1e9)) : n)),
  (text, { random }) =>
    text.replaceAll(/true|false/g, (word) =>
      random() < 0.3 ? (word === 'true' ? 'false' : 'true') : word,
    ),
  (text, { random }) => `\`\`\`diff\n${text}${random() < 0.5 ? '```' : ''}`,
  (text, { random }) =>
    random() < 0.5
      ? text.replaceAll('\n', '\r\n')
      : text.slice(0, Math.floor(text.length * random())),
  (text, { others, random }) => text + (pick(others, random) ?? ''),
  (text, { random }) => (random() < 0.05 ? text.replaceAll('{', '{'.repeat(2000)) : text),
  (text, { random }) => (random() < 0.05 ? text.replaceAll(' = ', ` = ${'-'.repeat(1500)}`) : text),
];

function onLines(text: string, change: (lines: string[]) => void): string {
  const lines = text.split('\n');
  change(lines);
  return lines.join('\n');
}

function at(lines: readonly string[], random: () => number): number {
  return Math.floor(random() * lines.length);
}

function span(length: number, random: () => number, most: number): readonly [number, number] {
  const start = Math.floor(random() * length);
  return [start, Math.min(length, start + 1 + Math.floor(random() * most))];
}

export function pick<T>(list: readonly T[], random: () => number): T | undefined {
  return list[Math.floor(random() * list.length)];
}
