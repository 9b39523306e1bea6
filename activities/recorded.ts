import { noticeKind } from '../domain/notice.ts';
import type { StoryUpdate } from '../domain/story.ts';
import { asking } from './aws/failures.ts';
import type { Ledger } from './ledger/ledger.ts';
import { tellNobody } from './notify/tell.ts';
import type { Tell } from './notify/tell.ts';

/** What every activity gets, see `workflows/activity-types.ts`. */
interface Told {
  readonly workflowId: string;
  readonly firstRunId: string;
  readonly story: StoryUpdate;
}

/**
 * Wraps an activity so that the story so far is in the ledger before it acts. The activity gets the number
 * of the episode, which the ledger gives out on the first call of a run. Retries write nothing twice. People are
 * told before the activity acts, which may take long, and of what it wrote itself, however it ends.
 */
export function recorded(ledger: Pick<Ledger, 'openEpisode' | 'record'>, tell: Tell = tellNobody) {
  return <Input extends Told, Output>(
    act: (input: Input, episode: number) => Promise<Output>,
    writes = false,
  ) =>
    async (input: Input): Promise<Output> => {
      const episode = await asking(`the ledger for ${input.workflowId}`, () =>
        write(ledger, input),
      );
      if (matters(input, episode)) await tell(input.workflowId);
      try {
        return await act(input, episode);
      } finally {
        if (writes) await tell(input.workflowId);
      }
    };
}

/** Most lines are nobody's message: then nothing is asked. What failed before waits for the next, or for the sweep. */
function matters({ story: { entries, row } }: Told, episode: number): boolean {
  const about = { destiny: row.destiny, episode };
  return entries.some((entry) => noticeKind(entry, about) !== null);
}

async function write(
  ledger: Pick<Ledger, 'openEpisode' | 'record'>,
  { workflowId, firstRunId, story }: Told,
): Promise<number> {
  const episode = story.episode ?? (await ledger.openEpisode(workflowId, firstRunId));
  await ledger.record(workflowId, episode, story);
  return episode;
}
