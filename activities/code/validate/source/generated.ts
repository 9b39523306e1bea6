import { printable, reject } from '../rejection.ts';
import type { Rejection } from '../rejection.ts';

/** Folders that tools write, and where the source of what is in them lies. */
const FOLDERS: readonly (readonly [RegExp, string])[] = [
  [/(?:^|\/)\.serverless\//, 'The Serverless Framework wrote the file: fix serverless.yml.'],
  [/(?:^|\/)\.aws-sam\//, 'sam build wrote the file: fix the template from which it is built.'],
  [/(?:^|\/)cdktf\.out\//, 'CDK for Terraform wrote the file: fix the program.'],
  [/(?:^|\/)cdk\.out\//, 'The AWS CDK wrote the file: fix the program.'],
  [/(?:^|\/)\.terragrunt-cache\//, 'Terragrunt copied the file into its cache: fix the source.'],
  [/(?:^|\/)\.terraform\//, 'Terraform downloaded the file: fix the module from which it comes.'],
];

/** What generators write into the head of a file. */
const MARK =
  /\b(?:auto-?generated|code generated|generated (?:by|from|with|using|automatically)|do not (?:edit|modify|change))\b/i;

/** The next run of a generator overwrites the file, so a fix of it does not last; null for a file that people write. */
export function findGenerator(path: string, text: string): Rejection | null {
  const folder = FOLDERS.find(([pattern]) => pattern.test(path));
  if (folder !== undefined) return reject('GENERATED_TEMPLATE', folder[1]);
  const head = text.split('\n', MOST_LINES);
  const end = head.findIndex((line) => !/^\s*(?:#|\/\/|\/?\*|$)/.test(line));
  const comments = end < 0 ? head : head.slice(0, end);
  const mark = comments.find((line) => MARK.test(line));
  if (mark !== undefined) {
    return reject('GENERATED_TEMPLATE', `The file says that a tool writes it: ${printable(mark)}`);
  }
  if (!isCdktf(text)) return null;
  return reject('GENERATED_TEMPLATE', 'CDK for Terraform wrote the file: fix the program.');
}

const MOST_LINES = 20;

function isCdktf(text: string): boolean {
  return /^\s*\{\s*"\/\/"\s*:\s*\{\s*"metadata"\s*:/.test(text) && text.includes('"stackName"');
}
