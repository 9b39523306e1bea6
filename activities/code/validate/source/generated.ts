import { printable, reject } from '../rejection.ts';
import type { Rejection } from '../rejection.ts';

/** Folders and files that tools write, and where the source of what is in them lies. */
const PLACES: readonly (readonly [RegExp, string])[] = [
  [/(?:^|\/)\.serverless\//, 'The Serverless Framework wrote the file: fix serverless.yml.'],
  [
    /(?:^|\/)cloudformation-template-(?:create|update)-stack\.json$/,
    'The Serverless Framework wrote the file: fix serverless.yml.',
  ],
  [/(?:^|\/)\.aws-sam\//, 'sam build wrote the file: fix the template from which it is built.'],
  [
    /(?:^|\/)(?:sam-)?packaged(?:[-_.]template)?\.(?:ya?ml|json|template)$/,
    'sam package or aws cloudformation package wrote the file: fix the template that it packages.',
  ],
  [/(?:^|\/)cdktf\.out\//, 'CDK for Terraform wrote the file: fix the program.'],
  [/(?:^|\/)cdk\.out\//, 'The AWS CDK wrote the file: fix the program.'],
  [/(?:^|\/)\.sst\//, 'SST wrote the file: fix the program.'],
  [
    /(?:^|\/)amplify\/(?:#current-cloud-backend|backend\/.*\/build|backend\/awscloudformation)\//,
    'AWS Amplify wrote the file: fix the resource with amplify override, or its parameters.',
  ],
  [
    /(?:^|\/)\.terragrunt-(?:cache|stack)\//,
    'Terragrunt copied the file into its cache: fix the source.',
  ],
  [/(?:^|\/)\.terraform\//, 'Terraform downloaded the file: fix the module from which it comes.'],
];

/** What generators write into the head of a file; a warning about one setting is none. */
const MARK =
  /(?<![\w])(?:auto-?generated|code generated|(?:automatically|machine)[ -]generated|@generated|generated (?:by|from|with|using|automatically)|(?:edits|changes|modifications) (?:will|would|may|to this file will) be (?:lost|overwritten|discarded|reverted)|do not (?:edit|modify|change)\b(?!\s+(?!(?:this (?:file|template|code)|the (?:file|template|code)|it|by|manually|directly)\b|this\W*$)\w))/i;

/** Tools that name themselves there, and their source. */
const TOOLS: readonly (readonly [RegExp, string])[] = [
  [/terragrunt/i, 'fix the generate block of its terragrunt.hcl'],
  [/terramate/i, 'fix the generate_hcl block of its .tm.hcl file'],
  [/cdktf|cdk for terraform/i, 'fix the CDK for Terraform program'],
  [/\bcdk\b/i, 'fix the CDK program'],
  [/serverless/i, 'fix serverless.yml'],
  [/\batmos\b/i, "fix the stack's YAML"],
  [/\bcopilot\b/i, 'fix the Copilot manifest'],
  [/terraformer|former2|cf2tf/i, 'fix what the import was made for, or mark the file as yours'],
  [/troposphere|sceptre|jinja|cookiecutter|copier|helm|jsonnet|\bcue\b/i, 'fix its template'],
];

/** The next run of a generator overwrites the file, so a fix of it does not last; null for a file that people write. */
export function findGenerator(path: string, text: string): Rejection | null {
  const place = PLACES.find(([pattern]) => pattern.test(path));
  if (place !== undefined) return reject('GENERATED_TEMPLATE', place[1]);
  const mark = headOf(text).find((line) => MARK.test(line));
  if (mark !== undefined) {
    const tool = TOOLS.find(([pattern]) => pattern.test(mark))?.[1];
    const source = tool === undefined ? '' : `; ${tool}`;
    const what = `The file says that a tool writes it: ${printable(mark)}`;
    return reject('GENERATED_TEMPLATE', `${what}${source}`);
  }
  const wrote = PROGRAMS.find(({ isIt }) => isIt(text));
  return wrote === undefined ? null : reject('GENERATED_TEMPLATE', wrote.reason);
}

/** The comments before the first line of content, and a JSON file's comment where it names a tool that is known. */
function headOf(text: string): readonly string[] {
  const comment = /^\s*\{\s*"(?:\/\/|_comment|_generated|__comment)"\s*:\s*"([^"\n]{0,500})"/.exec(
    text,
  )?.[1];
  const head = text.split('\n', MOST_LINES);
  const end = head.findIndex((line) => !/^\s*(?:#|\/\/|\/?\*|---|$)/.test(line));
  const lines = end < 0 ? head : head.slice(0, end);
  const names = TOOLS.some(([pattern]) => pattern.test(comment ?? ''));
  return comment === undefined || !names ? lines : [comment, ...lines];
}

/** Programs whose output tells itself by its form. */
const PROGRAMS: readonly { readonly isIt: (text: string) => boolean; readonly reason: string }[] = [
  { isIt: isCdktf, reason: 'CDK for Terraform wrote the file: fix the program.' },
  {
    isIt: (text) =>
      /\bServerlessDeploymentBucket\b/.test(text) &&
      text.includes('The AWS CloudFormation template for this Serverless application'),
    reason: 'The Serverless Framework wrote the file: fix serverless.yml.',
  },
  {
    isIt: (text) =>
      /"Description"\s*:\s*"\{\\"createdOn\\"[^\n]{0,200}createdBy\\":\\"Amplify/.test(text),
    reason:
      'AWS Amplify wrote the file: fix the resource with amplify override, or its parameters.',
  },
];

const MOST_LINES = 20;

function isCdktf(text: string): boolean {
  return /^\s*\{\s*"\/\/"\s*:\s*\{\s*"metadata"\s*:/.test(text) && text.includes('"stackName"');
}
