import assert from 'node:assert/strict';

import { untouchable } from '../../../activities/code/protected-paths.ts';

describe('files that a fix never touches', () => {
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
    it(`are ${path}`, () => {
      assert.match(untouchable(path) ?? '', /never touches/);
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
    it(`are not ${path}`, () => {
      assert.equal(untouchable(path), null);
    });
});
