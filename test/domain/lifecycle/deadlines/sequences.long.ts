/** As `sequences.test.ts`, with longer sequences. */
import { longSize } from '../../../long-size.ts';
import { describeSequences } from './describe-sequences.ts';

describeSequences(longSize({ ci: 4, full: 5 }), console.log);
