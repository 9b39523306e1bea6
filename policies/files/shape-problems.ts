/** Turns zod's issues into sentences for people: what was given, what is allowed, what was probably meant. */
import { z } from 'zod';

import { didYouMean } from './nearest.ts';
import { PolicyError } from './policy-error.ts';
import type { PolicyProblem } from './policy-error.ts';
import type { Path, PolicyFile } from './policy-file.ts';

type Issue = z.core.$ZodIssue;

/** All problems of one file against its schema. */
export function shapeProblems(file: PolicyFile, schema: z.ZodType): readonly PolicyProblem[] {
  const result = schema.safeParse(file.value);
  if (result.success) return [];
  const known = keysBySchema(schema);
  return result.error.issues.flatMap((issue) => problemsOf(file, issue, known));
}

/** The file's data. Throws a PolicyError that names file, line and what is allowed there. */
export function parseShape<T>(file: PolicyFile, schema: z.ZodType<T>): T {
  const problems = file.problems.length > 0 ? file.problems : shapeProblems(file, schema);
  if (problems.length > 0) throw new PolicyError(problems);
  return schema.parse(file.value);
}

type KnownKeys = (path: Path) => readonly string[];

function problemsOf(file: PolicyFile, issue: Issue, known: KnownKeys): readonly PolicyProblem[] {
  const { path } = issue;
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => file.problemAtKey([...path, key], unknownKey(key, known(path))));
  }
  if (issue.code === 'invalid_key') {
    const wanted = issue.issues.map((inner) => inner.message).join('; ');
    return [file.problemAtKey(path, `the key is "${String(path.at(-1))}"; allowed: ${wanted}`)];
  }
  const came = valueAt(file.value, path);
  const text = came === undefined ? `is missing; allowed: ${allowed(issue)}` : wrong(came, issue);
  return [file.problemAt(path, text)];
}

function unknownKey(key: string, keys: readonly string[]): string {
  return `unknown key "${key}"${didYouMean(key, keys)}; allowed: ${keys.join(', ')}`;
}

/** The keys of the map at a path, as the schema's JSON form has them. */
function keysBySchema(schema: z.ZodType): KnownKeys {
  const root: unknown = z.toJSONSchema(schema, { io: 'input' });
  return (path) => {
    const node = path.reduce<unknown>(
      (at, key) =>
        valueAt(at, ['properties', key]) ??
        valueAt(at, ['additionalProperties']) ??
        valueAt(at, ['items']),
      root,
    );
    const properties = valueAt(node, ['properties']);
    return isRecord(properties) ? Object.keys(properties) : [];
  };
}

function wrong(came: unknown, issue: Issue): string {
  const isWord = issue.code === 'invalid_value' && typeof came === 'string';
  const hint = isWord ? didYouMean(came, issue.values.map(String)) : '';
  return `is ${shown(came)}${hint}; allowed: ${allowed(issue)}`;
}

function allowed(issue: Issue): string {
  if (issue.code === 'invalid_value') return issue.values.map(String).join(', ');
  if (issue.code === 'invalid_type') return TYPES[issue.expected] ?? issue.expected;
  if (issue.code === 'too_small') return atLeast(issue);
  if (issue.code === 'too_big')
    return `at most ${issue.maximum}${issue.origin === 'array' ? ' entries' : ''}`;
  return issue.message;
}

/** Rounded up, so that the number shown is itself allowed. */
function atLeast({ origin, minimum, inclusive }: z.core.$ZodIssueTooSmall): string {
  if (origin === 'string') return 'text that is not empty';
  return `${inclusive ? 'at least' : 'more than'} ${Math.ceil(Number(minimum) * 10_000) / 10_000}`;
}

const TYPES: Readonly<Record<string, string>> = {
  boolean: 'true, false',
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  array: 'a list',
  object: 'a map',
  record: 'a map',
};

function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}

function valueAt(value: unknown, path: Path): unknown {
  return path.reduce<unknown>(
    (at, key) => (isRecord(at) && Object.hasOwn(at, key) ? at[key] : undefined),
    value,
  );
}

function isRecord(value: unknown): value is Record<PropertyKey, unknown> {
  return typeof value === 'object' && value !== null;
}
