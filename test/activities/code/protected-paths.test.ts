import assert from 'node:assert/strict';

import { protectedPath } from '../../../activities/code/protected-paths.ts';

describe('protected paths', () => {
  for (const path of [
    '.github/workflows/deploy.yml',
    'app/.GitHub/dependabot.yml',
    '.gitlab-ci.yml',
    '.gitlab/ci/deploy.yml',
    '.circleci/config.yml',
    'azure-pipelines.yml',
    'bitbucket-pipelines.yml',
    'ci/Jenkinsfile',
    'Jenkinsfile.prod',
    'buildspec.yml',
    'atlantis.yaml',
    '.pre-commit-config.yaml',
    'CODEOWNERS',
    'docs/CODEOWNERS',
    '.terraform.lock.hcl',
    'infra/.terraform.lock.hcl',
    'package-lock.json',
    'pnpm-lock.yaml',
    'yarn.lock',
    'poetry.lock',
    'go.sum',
    'terraform.tfstate',
    'terraform.tfstate.backup',
    '.terraform/modules/x/main.tf',
    'cdk.out/Stack.template.json',
    '.gitattributes',
    '.gitmodules',
    '.git/config',
  ])
    it(`a fix never changes ${path}`, () => {
      assert.match(protectedPath(path) ?? '', /never changes/);
    });

  for (const path of [
    'main.tf',
    'infra/s3.tf',
    'locks/dynamodb.tf',
    'github/main.tf',
    'templates/stack.yaml',
    'template.json',
    'pipelines/s3.tf',
    'object-lock.tf',
  ])
    it(`a fix may change ${path}`, () => {
      assert.equal(protectedPath(path), null);
    });
});
