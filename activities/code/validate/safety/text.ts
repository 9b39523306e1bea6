import { isAttributes, isExpression, isList } from '../../../../controls/code-change.ts';
import type { Value, View } from '../../../../controls/code-change.ts';
import type { Code } from '../codes.ts';
import type { HunkLine } from '../diff/parsed-diff.ts';
import { reject } from '../rejection.ts';
import type { Rejection } from '../rejection.ts';
import type { ScopedChange } from '../resource-scope.ts';
import { asRecord } from '../source/model.ts';
import type { SafetyInput } from './input.ts';
import { findOtherRegion } from './other-region.ts';

/** Checks the added lines, comments included, and calls of functions in the changed blocks that span lines. */
export function checkText(input: SafetyInput): Rejection | null {
  const { added, source, account, change } = input;
  for (const line of added) {
    const rule = RULES.find(({ found }) => found(line.text));
    if (rule !== undefined) return rejectLine(rule.code, rule.reason, line);
    const foreign = accountsIn(line.text).find(
      ({ id, text }) => id !== account && !source.includes(text),
    );
    if (foreign !== undefined) {
      return rejectLine(
        'FOREIGN_ACCOUNT',
        `An added line names account ${foreign.id}, not ${account}.`,
        line,
      );
    }
  }
  return checkCalls(change) ?? checkDecoded(input);
}

/** Escapes, joins and substitutions hide a text from the lines: the same rules hold for the values that come out. */
function checkDecoded(input: SafetyInput): Rejection | null {
  const { source, account, change, views, sure } = input;
  const types = change.companions.map(({ rules }) => rules.type);
  const textsIn = (view: View) =>
    [view.target, ...types.flatMap(view.companions)].flatMap(stringsOf);
  const bodies = [change.target, ...change.companions];
  const old = new Set([
    ...[views.before, sure.before].flatMap(textsIn),
    ...bodies.flatMap(({ before }) => stringsIn(before?.body)),
  ]);
  const now = [
    ...[views.after, sure.after].flatMap(textsIn),
    ...bodies.flatMap(({ after }) => stringsIn(after.body)),
  ];
  for (const text of new Set(now)) {
    if (old.has(text)) continue;
    const rule = RULES.find(({ found }) => found(text));
    if (rule !== undefined)
      return reject(rule.code, rule.reason.replace('line', 'value'), { in: 'after', text });
    const elsewhere = findOtherRegion(text, input.region);
    if (elsewhere !== null) return elsewhere;
    const foreign = accountsIn(text).find(
      (one) => one.id !== account && !source.includes(one.text) && !source.includes(one.id),
    );
    if (foreign === undefined) continue;
    const what = `An added value names account ${foreign.id}, not ${account}`;
    return reject('FOREIGN_ACCOUNT', `${what}.`, { in: 'after', text });
  }
  return null;
}

/** The texts of resolved values, keys included. */
function stringsOf(value: Value): readonly string[] {
  if (typeof value === 'string') return [value];
  if (isExpression(value)) return [value.template];
  if (isList(value)) return value.flatMap(stringsOf);
  return isAttributes(value) ? [...value].flatMap(([key, one]) => [key, ...stringsOf(one)]) : [];
}

/** The texts of a parsed body, which has escapes decoded. */
function stringsIn(raw: unknown): readonly string[] {
  if (typeof raw === 'string') return [raw];
  if (Array.isArray(raw)) return raw.flatMap(stringsIn);
  return Object.entries(asRecord(raw) ?? {}).flatMap(([key, one]) => [key, ...stringsIn(one)]);
}

function checkCalls({ target, companions }: ScopedChange): Rejection | null {
  const caller = [target, ...companions].find(
    ({ before, after }) => EXECUTION.test(after.text) && !EXECUTION.test(before?.text ?? ''),
  );
  if (caller === undefined) return null;
  const { line, text } = caller.after;
  const quoted = { in: 'after', number: line, text: text.split('\n')[0] ?? '' } as const;
  return reject('CODE_EXECUTION', 'A changed block reads a file or runs something.', quoted);
}

function rejectLine(code: Code, reason: string, { number, text }: HunkLine): Rejection {
  return reject(code, reason, { in: 'answer', number, text });
}

interface TextRule {
  readonly code: Code;
  readonly reason: string;
  readonly found: (text: string) => boolean;
}

/** Format characters, fillers, variation selectors, separators and blanks other than the ordinary one. */
const INVISIBLE =
  /\p{Cf}|\p{Zl}|\p{Zp}|\p{Co}|\p{Cn}|\p{Variation_Selector}|[\u115F\u1160\u3164\uFFA0\u2800]|\u034F|(?! )\p{Zs}/u;

/** Words that switch scanners off, in comments or metadata. */
const SUPPRESSION = new RegExp(
  [
    // A scanner's name and what it is told, as in `tflint-ignore: all`, `trivy:ignore`, `horusec ignore`.
    String.raw`\b(?:checkov|bridgecrew|prisma|cortex|tfsec|trivy|terrascan|snyk|semgrep|regula|prowler|tflint|kics|horusec|hadolint|yamllint|checkmarx|sonar\w*|wiz(?:cli)?|orca|aikido|bearer|datree|kubescape|trufflehog|gitleaks|codeql|driftctl|cdk)[\s:._-]*(?:skip|ignore|disable|suppress|allow|waive|exclude|off\b)`,
    String.raw`\b(?:ts|guard)\s*:\s*(?:skip|ignore|disable)|\bts:(?:min|max)severity`,
    // A comment that begins with an order to any tool.
    String.raw`(?:#|//|/\*)\s*[a-z][\w.]*[:_-](?:ignore|skip|disable|suppress|nolint)`,
    // Words of single tools: Sonar, Semgrep, Bandit, Flake8, JetBrains, golangci-lint, detect-secrets, GitGuardian.
    String.raw`\bnosonar\b|nosem(?:grep)?\b|nosec\b|\bnoqa\b|\bnoinspection\b|\bnolint\b|pragma:\s*(?:allow|white)list|ggignore|\b(?:lgtm|codeql|coverity)\s*\[`,
    String.raw`kics[-_]scan|cfn[-_]?nag|cdk[-_]?nag|cfn[-_]?lint|rules_to_suppress|suppressed?rules|suppressions?\s*[:=]`,
  ].join('|'),
  'i',
);

const SECRET =
  /\b(?:AKIA|ASIA)[A-Z0-9]{16}\b|-----BEGIN [A-Z ]*PRIVATE KEY|\b(?:ghp|gho|ghs|github_pat|glpat|xox[abprs])[-_]\w{10,}|\beyJ[\w-]{10,}\.[\w-]{10,}\.|(?:password|passwd|secret|secret_?key|access_?key|api_?key|private_?key|auth_?token)["']?\s*[:=]\s*["']?(?![\s"'!]|\$\{|(?:var|local|data|module|aws_\w+)\.|null\b|true\b|false\b)\S{6,}/i;

/** https://developer.hashicorp.com/terraform/language/functions, those that read files; and what CloudFormation fetches. */
const EXECUTION =
  /\b(?:file|filebase64|fileset|fileexists|filemd5|filesha\w+|filebase64sha\w+|templatefile|templatestring|pathexpand)\s*\(|\bprovider::|\{\{resolve:|Fn::Transform|!Transform|AWS::Include/;

const RULES: readonly TextRule[] = [
  {
    code: 'INVISIBLE_CHARACTER',
    reason: 'An added line has a character that people cannot see.',
    found: (text) => INVISIBLE.test(text),
  },
  {
    code: 'HOMOGLYPH',
    reason: 'An added line mixes scripts inside a word.',
    found: (text) => !/^\s*(?:#|\/\/|\*)/.test(text) && mixesScripts(text),
  },
  {
    code: 'SUPPRESSION',
    reason: 'An added line switches a scanner off.',
    found: (text) => SUPPRESSION.test(text),
  },
  {
    code: 'SECRET',
    reason: 'An added line looks like a secret.',
    found: (text) => SECRET.test(text),
  },
  {
    code: 'CODE_EXECUTION',
    reason: 'An added line reads a file or runs something when it is deployed.',
    found: (text) => EXECUTION.test(text),
  },
];

/** Scripts with letters that look Latin. Others, as in `S3バケット`, are how people write. */
function mixesScripts(text: string): boolean {
  const words = text.match(/[\p{L}\p{M}\p{N}_]+/gu) ?? [];
  return words.some((word) => /\p{sc=Latin}/u.test(word) && LOOKALIKE.test(word));
}

const LOOKALIKE =
  /[\p{sc=Cyrillic}\p{sc=Greek}\p{sc=Armenian}\p{sc=Cherokee}\p{sc=Coptic}\p{sc=Lisu}]|[\uFF01-\uFF5E]/u;

interface NamedAccount {
  readonly id: string;
  /** The text in which it was found. */
  readonly text: string;
}

/** ARNs of AWS's own policies (`arn:aws:iam::aws:policy/…`) name no account; neither does a reference in its place. */
function accountsIn(line: string): readonly NamedAccount[] {
  const arns = [...line.matchAll(/\barn:aws[\w-]*:[^\s:"']*:[^\s:"']*:([^\s:"'${}]+):[^\s"',]*/g)];
  const bare = [...line.matchAll(/(?<![\w:/.-])(\d{12})(?![\w.-])/g)];
  return [...arns, ...bare]
    .map(([text, id = '']) => ({ id, text }))
    .filter(({ id }) => id !== 'aws');
}
