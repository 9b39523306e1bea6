/** As `sequences.test.ts`, with longer sequences. */
import { longSize } from '../../../long-size.ts';
import { describeSequences } from './describe-sequences.ts';

describeSequences(longSize({ ci: 5, full: 6 }), console.log);
