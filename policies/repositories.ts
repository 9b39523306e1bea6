/** `policies/repositories.yaml`: where the source of live resources is, and which files may change for which account. */
import { join } from 'node:path';

import { z } from 'zod';

import { parsePolicyFile, readPolicyFile } from './files/policy-file.ts';
import type { PolicyFile } from './files/policy-file.ts';
import { parseShape } from './files/shape-problems.ts';

export interface Repositories {
  readonly tags: SourceTags;
  readonly repositories: readonly AllowedRepository[];
}

/** Names of tags, the first that a resource has counts. */
interface SourceTags {
  readonly repository: readonly string[];
  readonly organisation: readonly string[];
  readonly path: readonly string[];
  readonly block: readonly string[];
}

export interface AllowedRepository {
  /** `owner/name`. */
  readonly name: string;
  /** Account ids whose resources its files may describe. */
  readonly accounts: readonly string[];
  /** Folders in which files may be changed, each with `/` at its end; empty: everywhere. */
  readonly folders: readonly string[];
  readonly maxOpen: number;
  /** Whether a control writes a change that is always the same itself, without a model. */
  readonly controlWrites: boolean;
}

/** Reads `repositories.yaml` in `folder`. Throws a PolicyError that names file, line and what is allowed there. */
export async function loadRepositories(folder: string): Promise<Repositories> {
  return repositoriesOf(await readPolicyFile(join(folder, 'repositories.yaml')));
}

/** As `loadRepositories`, from text; `file` is for the words of problems. */
export function parseRepositories(text: string, file: string): Repositories {
  return repositoriesOf(parsePolicyFile(text, file));
}

/** Repositories whose files may be changed for findings in this account. */
export function repositoriesFor(
  { repositories }: Repositories,
  account: string,
): readonly AllowedRepository[] {
  return repositories.filter(({ accounts }) => accounts.includes(account));
}

/** True when the file lies in one of the folders; letters count as they are. */
export function isWithin({ folders }: AllowedRepository, path: string): boolean {
  return folders.length === 0 || folders.some((folder) => path.startsWith(folder));
}

const account = z.string().regex(/^\d{12}$/, 'an account id of 12 digits, in quotes');

const folder = z
  .string()
  .regex(
    /^(?!\/)(?!.*(?:^|\/)\.\.?\/)(?:[^/\s]+\/)+$/,
    'a folder from the root, with / at its end, for example infra/',
  );

const names = z.array(z.string().min(1).max(128));

const repository = z.strictObject({
  accounts: z.array(account).min(1).meta({
    description: 'Accounts whose resources the files of this repository may describe.',
  }),
  folders: z.array(folder).default([]).meta({
    description: 'Only files in these folders may change; without it, files anywhere.',
  }),
  max_open: z.int().min(1).max(100).default(5).meta({
    description: 'How many pull requests of Closeloop may be open there at once.',
  }),
  control_writes: z.boolean().default(true).meta({
    description:
      'Whether a control writes a change that is always the same (a block with known values) itself; false: a model writes each.',
  }),
});

/** The defaults are ours, then those of yor: https://github.com/bridgecrewio/yor. */
const tags = z.strictObject({
  repository: names.default(['closeloop:repository', 'git_repo']).meta({
    description: 'owner/name, or only the name where an organisation tag completes it.',
  }),
  organisation: names.default(['git_org']),
  path: names.default(['closeloop:path', 'git_file']).meta({
    description: 'The file, from the root of the repository.',
  }),
  block: names.default(['closeloop:block', 'yor_name']).meta({
    description: "Terraform's type.name or only the name, or a CloudFormation logical id.",
  }),
});

export const repositoriesFile = z.strictObject({
  tags: tags.prefault({}).meta({
    description: 'Tags of live resources that say where their source is; the first one counts.',
  }),
  repositories: z
    .record(
      z
        .string()
        .regex(/^[A-Za-z0-9_-]+\/[A-Za-z0-9_.-]+$/, 'owner/name, as the Git host spells it'),
      repository,
    )
    .meta({ description: 'By owner/name. What is not here is never read nor changed.' }),
});

function repositoriesOf(file: PolicyFile): Repositories {
  const { tags: sourceTags, repositories } = parseShape(file, repositoriesFile);
  return {
    tags: sourceTags,
    repositories: Object.entries(repositories).map(
      ([name, { max_open, control_writes, ...allowed }]) => ({
        name,
        ...allowed,
        maxOpen: max_open,
        controlWrites: control_writes,
      }),
    ),
  };
}
