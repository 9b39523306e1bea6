/** Protected paths: files that a code fix never changes, whatever a model or a tag says. */

/** Folders anywhere in a path: they build, test, deploy or review the repository. */
const FOLDERS: readonly string[] = words(`
  .git .github .gitlab .circleci .buildkite .azuredevops .azure-pipelines .jenkins .husky
  .spacelift .terraform cdk.out
`);

/** File names in any folder, with `*` for any characters: pipelines, hooks, review rules, pinned versions, state. */
const FILES: readonly string[] = words(`
  .gitlab-ci* azure-pipelines* bitbucket-pipelines* jenkinsfile* buildspec* appspec*
  cloudbuild* appveyor* .appveyor* .travis* .drone* .woodpecker* atlantis* .pre-commit*
  .gitattributes .gitmodules .gitignore codeowners makefile dockerfile* *.lock *.lock.*
  *-lock.json *-lock.yaml npm-shrinkwrap.json go.sum *.tfstate*
`);

/** Why the path is protected, as a sentence without its full stop; null when a fix may change it. Ignores case. */
export function protectedPath(path: string): string | null {
  const parts = path.toLowerCase().split('/');
  const folder = parts.slice(0, -1).find((part) => FOLDERS.includes(part));
  if (folder !== undefined) return `${path} is in ${folder}, which a fix never changes`;
  const name = parts.at(-1) ?? '';
  const pattern = FILES.find((one) => matches(one, name));
  return pattern === undefined ? null : `${path} matches ${pattern}, which a fix never changes`;
}

function matches(pattern: string, name: string): boolean {
  const source = pattern.replaceAll(/[.*]/g, (sign) => (sign === '*' ? '.*' : `\\${sign}`));
  return new RegExp(`^${source}$`).test(name);
}

function words(text: string): readonly string[] {
  return text.trim().split(/\s+/);
}
