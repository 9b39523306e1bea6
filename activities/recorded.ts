import type { StoryUpdate } from '../domain/story.ts';
import { asking } from './aws/failures.ts';
import type { Ledger } from './ledger/ledger.ts';

/** What every activity gets, see `workflows/activity-types.ts`. */
interface Told {
  readonly workflowId: string;
  readonly firstRunId: string;
  readonly story: StoryUpdate;
}

/**
 * Wraps an activity so that the story so far is in the ledger before it acts. The activity gets the number
 * of the episode, which the ledger gives out on the first call of a run. Retries write nothing twice.
 */
export function recorded(ledger: Pick<Ledger, 'openEpisode' | 'record'>) {
  return <Input extends Told, Output>(act: (input: Input, episode: number) => Promise<Output>) =>
    async (input: Input): Promise<Output> => {
      const episode = await asking(`the ledger for ${input.workflowId}`, () =>
        write(ledger, input),
      );
      return act(input, episode);
    };
}

async function write(
  ledger: Pick<Ledger, 'openEpisode' | 'record'>,
  { workflowId, firstRunId, story }: Told,
): Promise<number> {
  const episode = story.episode ?? (await ledger.openEpisode(workflowId, firstRunId));
  await ledger.record(workflowId, episode, story);
  return episode;
}
