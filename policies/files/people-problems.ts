/** One human, one person: what is wrong with `sign_in` of decisions.yaml and with the names in ownership.yaml. */
import { z } from 'zod';

import { identityKey } from '../sign-in.ts';
import { didYouMean } from './nearest.ts';
import type { PolicyProblem } from './policy-error.ts';
import type { Path, PolicyFile } from './policy-file.ts';

/** An identity in decisions.yaml, and whose it is. */
interface Identity {
  readonly identity: string;
  readonly person: string;
  readonly path: Path;
  /** Whether `path` ends in the identity rather than leads to it. */
  readonly isKey: boolean;
}

/** Identities of two people, and rows that name nobody in the list of people. */
export function signInProblems(file: PolicyFile): readonly PolicyProblem[] {
  const all = identitiesIn(file);
  const meeting = all.flatMap((one, n) => {
    const first = all.slice(0, n).find(({ identity }) => same(identity, one.identity));
    if (first === undefined || first.person === one.person) return [];
    // A row's wrong spelling of the person is said once, by `misnamed`.
    if (one.identity !== one.person && same(first.person, one.person)) return [];
    return [problemOf(file, one, `"${one.identity}" ${isOf(first, lineOf(file, first))}`)];
  });
  const known = personsIn(file);
  const unknown = rowsIn(file).flatMap(({ person, path }) => {
    const text = misnamed(person, known, all);
    return text === null ? [] : [file.problemAt(path, text)];
  });
  return [...meeting, ...unknown];
}

/** A name in ownership.yaml: its place, and the list in which it may be only once. */
export interface Decider {
  readonly name: string;
  readonly list: string;
  readonly path: Path;
}

/** Names by which one human could decide as two people. `where` says in words where a path is. */
export function deciderProblems(
  deciders: readonly Decider[],
  decisions: PolicyFile,
  where: (path: Path) => string,
): readonly { readonly path: Path; readonly text: string }[] {
  const all = identitiesIn(decisions);
  const known = personsIn(decisions);
  return deciders.flatMap(({ name, list, path }, n) => {
    const before = deciders.slice(0, n);
    const again = before.find((one) => same(one.name, name) && one.list === list);
    const text =
      misnamed(name, known, all) ??
      (again === undefined ? null : `"${name}" is there twice (${where(again.path)}); keep one`) ??
      otherSpelling(name, before, where) ??
      (known.isList ? null : lookalike(name, before, where));
    return text === null ? [] : [{ path, text }];
  });
}

/** The people whom decisions.yaml knows; `isList`: it lists all. */
interface Known {
  readonly isList: boolean;
  readonly names: readonly string[];
}

/** Why this is not how a person is named; null when it is. */
function misnamed(name: string, { isList, names }: Known, all: readonly Identity[]): string | null {
  if (names.includes(name)) return null;
  const meant = names.find((one) => same(one, name));
  if (meant !== undefined) return `"${name}" ${differs(meant)} in decisions.yaml`;
  const alias = all.find(({ identity, person }) => same(identity, name) && !same(person, name));
  if (alias !== undefined)
    return `"${name}" ${isOf(alias, 'decisions.yaml')}; write ${alias.person}`;
  if (!isList) return null;
  return `sign_in.people in decisions.yaml has no row for "${name}"${didYouMean(name, names)}: add one, with all identities of that person`;
}

type Where = (path: Path) => string;

function otherSpelling(name: string, before: readonly Decider[], where: Where): string | null {
  const other = before.find((one) => one.name !== name && same(one.name, name));
  return other === undefined ? null : `"${name}" ${differs(other.name)} (${where(other.path)})`;
}

function lookalike(name: string, before: readonly Decider[], where: Where): string | null {
  const other = before.find((one) => !same(one.name, name) && local(one.name) === local(name));
  if (other === undefined) return null;
  return `"${name}" and "${other.name}" (${where(other.path)}) may be one person, who would count as two; say in sign_in.people of decisions.yaml who they are`;
}

/** What stands before the `@` of an address. */
function local(name: string): string {
  return identityKey(name).replace(/@.*$/, '');
}

function differs(other: string): string {
  return `differs from ${other} only by case or Unicode form: write ${other}`;
}

function isOf({ person }: Identity, where: string): string {
  return `is an identity of ${person} (${where}), and each identity is of one person`;
}

function same(a: string, b: string): boolean {
  return identityKey(a) === identityKey(b);
}

function lineOf(file: PolicyFile, one: Identity): string {
  return `line ${problemOf(file, one, '').line}`;
}

function problemOf(file: PolicyFile, { path, isKey }: Identity, text: string): PolicyProblem {
  return isKey ? file.problemAtKey(path, text) : file.problemAt(path, text);
}

/** Persons are identities of their own. */
function identitiesIn(file: PolicyFile): readonly Identity[] {
  const { people } = signInOf(file);
  const listed = Object.entries(people).flatMap(([person, identities]): readonly Identity[] => {
    const path = ['sign_in', 'people', person];
    const own = { identity: person, person, path, isKey: true };
    const others = identities.map((identity, n) => ({
      identity,
      person,
      path: [...path, n],
      isKey: false,
    }));
    return [own, ...others.filter(({ identity }) => identity !== ABSENT)];
  });
  const rows = rowsIn(file).map((row) => ({ ...row, isKey: true }));
  return [...listed, ...rows];
}

/** The rows of `users` and `mails`: `path` is the person's, and its key the identity. */
function rowsIn(file: PolicyFile) {
  const { users, mails } = signInOf(file);
  return Object.entries({ users, mails }).flatMap(([kind, rows]) =>
    Object.entries(rows)
      .filter(([, person]) => person !== ABSENT)
      .map(([identity, person]) => ({ identity, person, path: ['sign_in', kind, identity] })),
  );
}

function personsIn(file: PolicyFile): Known {
  const listed = Object.keys(signInOf(file).people);
  if (listed.length > 0) return { isList: true, names: listed };
  const named = rowsIn(file).map(({ person }) => person);
  const first = named.filter((name, n) => named.findIndex((one) => same(one, name)) === n);
  return { isList: false, names: first };
}

function signInOf({ value }: PolicyFile) {
  return looseDecisions.parse(value).sign_in;
}

/** In place of what is missing or of another type: the schema has reported that already. */
const ABSENT = '';
const rows = z.record(z.string(), z.string().catch(ABSENT)).catch({});
const looseSignIn = z.object({
  users: rows.default({}),
  mails: rows.default({}),
  people: z
    .record(z.string(), z.array(z.string().catch(ABSENT)).catch([]))
    .catch({})
    .default({}),
});
const nobody = { users: {}, mails: {}, people: {} };
const looseDecisions = z
  .object({ sign_in: looseSignIn.catch(nobody).default(nobody) })
  .catch({ sign_in: nobody });
