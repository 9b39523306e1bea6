/** `node infra/aws/app.ts [FOLDER]`: writes the templates. CDK's CLI runs it and sets `CDK_OUTDIR`. */
import { join } from 'node:path';

import { closeloopApp } from './stacks.ts';

const here = import.meta.dirname;
const outdir = process.env['CDK_OUTDIR'] ?? process.argv[2] ?? join(here, 'dist/cdk.out');
const app = await closeloopApp(outdir, join(here, '../../policies'));
app.synth();
