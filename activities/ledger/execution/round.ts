import { checkInput } from '../dynamodb/read-item.ts';
import { count } from '../dynamodb/shapes.ts';

/** One write: the round of an episode of a lifecycle. */
export interface Round {
  readonly workflowId: string;
  readonly episode: number;
  readonly round: number;
}

/** `000002#0001`: sorts by episode, then by round. Throws `InvalidInput` for numbers that do not fit. */
export function placeOf({ workflowId, episode, round }: Round): string {
  checkInput(count.max(999_999), episode, `an automation of ${workflowId}: the episode`);
  checkInput(count.max(9999), round, `an automation of ${workflowId}: the round`);
  return `${String(episode).padStart(6, '0')}#${String(round).padStart(4, '0')}`;
}
