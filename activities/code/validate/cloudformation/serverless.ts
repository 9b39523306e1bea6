/** The Serverless Framework's configuration: `resources` of serverless.yml is a template, merged into the generated one. */
import { printable } from '../rejection.ts';
import { asRecord } from '../source/model.ts';
import { entryOf, toPlainData } from '../source/tree.ts';
import type { Tree } from '../source/tree.ts';

/** https://www.serverless.com/framework/docs/providers/aws/guide/serverless.yml */
export function isServerless(root: Tree): boolean {
  return ['service', 'provider'].every((name) => entryOf(root, name) !== undefined);
}

/** Plugins that are about functions, domains and packages; another one may rewrite resources. Read 2026-11-30. */
const HARMLESS_PLUGINS = new Set([
  'serverless-bundle',
  'serverless-domain-manager',
  'serverless-dotenv-plugin',
  'serverless-esbuild',
  'serverless-iam-roles-per-function',
  'serverless-offline',
  'serverless-plugin-typescript',
  'serverless-plugin-warmup',
  'serverless-prune-plugin',
  'serverless-python-requirements',
  'serverless-webpack',
]);

/**
 * The template inside of a configuration, or, as the end of a sentence, why the file does not show what is deployed: its
 * resources come from other files, or something changes them.
 */
export function templateInside(root: Tree): Tree | string {
  const resources = entryOf(root, 'resources')?.value;
  if (resources === undefined) return 'it has no resources of its own';
  if (entryOf(resources, 'Resources')?.value.kind !== 'map')
    return 'its resources are put together from several files';
  const beside = ['extensions', 'Transform'].find((name) => entryOf(resources, name) !== undefined);
  if (beside !== undefined) return `its ${beside} may change them`;
  const provider = asRecord(toPlainData(root))?.['provider'];
  if ((asRecord(provider)?.['name'] ?? provider) !== 'aws') return 'its provider is not aws';
  const plugins = entryOf(root, 'plugins')?.value;
  const names = plugins === undefined ? [] : [toPlainData(plugins)].flat();
  const unknown = names.find((name) => typeof name !== 'string' || !HARMLESS_PLUGINS.has(name));
  if (unknown === undefined) return resources;
  return `the plugin ${printable(JSON.stringify(unknown))} may change them`;
}

/**
 * Values in which the framework fills in variables (`${self:…}`) become `Fn::Sub`: what they are worth is not in the file.
 * https://www.serverless.com/framework/docs/guides/variables
 */
export function withVariables(value: unknown): unknown {
  if (typeof value === 'string') return value.includes('${') ? { 'Fn::Sub': value } : value;
  if (Array.isArray(value)) return value.map(withVariables);
  const record = asRecord(value);
  if (record === null) return value;
  const entries = Object.entries(record).map(([name, one]): [string, unknown] => [
    name,
    name === 'Fn::Sub' ? one : withVariables(one),
  ]);
  return Object.fromEntries(entries);
}
