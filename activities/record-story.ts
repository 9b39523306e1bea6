import { noticeKind } from '../domain/notice.ts';
import type { StoryUpdate } from '../domain/story.ts';
import type { Ledger } from './ledger/ledger.ts';
import { publishNothing } from './notify/publish.ts';
import type { PublishNotices } from './notify/publish.ts';

/** The part of every activity's input that `workflows/activity-types.ts` requires. */
interface StoryInput {
  readonly workflowId: string;
  readonly firstRunId: string;
  readonly story: StoryUpdate;
}

/**
 * Wraps an activity so that the story so far is recorded before it acts. The activity gets the episode's number,
 * which the ledger assigns on the first call of a run. Retries write nothing twice. Notices are published before the
 * activity acts, because it may take long, and with `writes` again after it, however it ends.
 */
export function recordStory(
  ledger: Pick<Ledger, 'openEpisode' | 'record'>,
  publish: PublishNotices = publishNothing,
) {
  return <Input extends StoryInput, Output>(
    act: (input: Input, episode: number) => Promise<Output>,
    writes = false,
  ) =>
    async (input: Input): Promise<Output> => {
      const episode = await write(ledger, input);
      if (hasNotice(input, episode)) await publish(input.workflowId);
      try {
        return await act(input, episode);
      } finally {
        if (writes) await publish(input.workflowId);
      }
    };
}

/** Most lines have no notice: then the ledger is not read. What failed earlier waits for the next one, or for the sweep. */
function hasNotice({ story: { entries, row } }: StoryInput, episode: number): boolean {
  const about = { destiny: row.destiny, episode };
  return entries.some((entry) => noticeKind(entry, about) !== null);
}

async function write(
  ledger: Pick<Ledger, 'openEpisode' | 'record'>,
  { workflowId, firstRunId, story }: StoryInput,
): Promise<number> {
  const episode = story.episode ?? (await ledger.openEpisode(workflowId, firstRunId));
  await ledger.record(workflowId, episode, story);
  return episode;
}
