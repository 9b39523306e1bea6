/** What the sandbox needs from outside npm, at the versions it was proved with. Raise one here and nowhere else. */
export const WANTED = {
  temporalCli: {
    name: 'temporal-cli',
    title: 'Temporal CLI',
    version: '1.5.1',
    environment: 'CLOSELOOP_TEMPORAL_CLI',
    /** Update-with-start and the Web UI's message forms need a server at least this new. */
    oldestServer: [1, 29, 0],
    goModule: 'github.com/temporalio/cli',
  },
  testServer: {
    name: 'test-server',
    title: 'Temporal time-skipping test server',
    version: '1.32.1',
    environment: 'CLOSELOOP_TEST_SERVER',
    mavenGroup: 'io.temporal',
    mavenArtifact: 'temporal-test-server',
    mainClass: 'io.temporal.testserver.TestServer',
    /** Of the slf4j-api that the server depends on. */
    slf4j: '1.7.36',
  },
  ministack: {
    name: 'ministack',
    title: 'MiniStack (the AWS emulator behind the sandbox gateway)',
    version: '1.5.33',
    environment: 'CLOSELOOP_MINISTACK',
    oldestPython: [3, 10],
  },
  hclfmt: {
    name: 'hclfmt',
    title: "HashiCorp's formatter (witness of the long proofs)",
    version: '2.24.0',
    environment: 'CLOSELOOP_HCLFMT',
    goModule: 'github.com/hashicorp/hcl/v2/cmd/hclfmt',
  },
  configInspect: {
    name: 'terraform-config-inspect',
    title: "HashiCorp's loader of Terraform folders (witness of the long proofs)",
    version: '0.0.0-20260904064934-75d64de68c31',
    environment: 'CLOSELOOP_TERRAFORM_CONFIG_INSPECT',
    goModule: 'github.com/hashicorp/terraform-config-inspect',
  },
  cfnLint: {
    name: 'cfn-lint',
    title: "AWS's linter of CloudFormation templates (witness of the long proofs)",
    version: '1.58.0',
    environment: 'CLOSELOOP_CFN_LINT',
    oldestPython: [3, 10],
  },
  checkov: {
    name: 'checkov',
    title: 'Checkov (second opinion on fixes in code)',
    version: '3.3.30',
    environment: 'CLOSELOOP_CHECKOV',
    oldestPython: [3, 10],
  },
} as const;
