import { createGitHubHost } from '../../../../activities/code/host/github/git-hub-host.ts';
import { startSandboxGitHub } from '../../../../sandbox/vendors/github/sandbox-github.ts';
import { describeHost } from './describe-host.ts';

describeHost('GitHub', async () => {
  const gitHub = await startSandboxGitHub();
  const baseUrl = gitHub.url;
  const token = { kind: 'token', token: 'nobody' } as const;
  const host = createGitHubHost({ baseUrl, credentials: { kind: 'app', ...gitHub.app } });
  const unknown = createGitHubHost({ baseUrl, credentials: token });
  let count = 0;
  return {
    fresh: async (files) => {
      count += 1;
      const repository = `acme/infra-${count}`;
      await gitHub.addRepository({ name: repository, files });
      const { people, faults } = gitHub;
      faults.clear();
      return { host, unknown, repository, people, faults };
    },
    stop: async () => await gitHub.stop(),
  };
});
