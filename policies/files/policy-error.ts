/** One thing that is wrong in a policy file. Lines and columns count from 1. */
export interface PolicyProblem {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  /** `types.S3.PublicAccess.mode`; empty for the whole file. */
  readonly path: string;
  /** What came, and what is allowed. */
  readonly text: string;
}

/** All that is wrong in the policy files, each as `file:line:column: path: what came, what is allowed`. */
export class PolicyError extends Error {
  override readonly name = 'PolicyError';
  readonly problems: readonly PolicyProblem[];

  constructor(problems: readonly PolicyProblem[]) {
    super(`The policies are not valid:\n${problems.map(problemLine).join('\n')}`);
    this.problems = problems;
  }
}

function problemLine({ file, line, column, path, text }: PolicyProblem): string {
  return `${file}:${line}:${column}: ${path === '' ? '' : `${path}: `}${text}`;
}
