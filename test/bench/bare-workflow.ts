/** As many activities as an automatic fix has, and nothing else: what Temporal itself costs. */
import { proxyActivities, sleep } from '@temporalio/workflow';

const { nothing } = proxyActivities<{ nothing(): Promise<void> }>({
  startToCloseTimeout: '1 minute',
});

export async function Bare(activities: number): Promise<void> {
  for (let done = 0; done < activities; done += 1) await nothing();
}

/** What a sleeper costs Temporal itself. */
export async function BareSleeper(milliseconds: number): Promise<void> {
  await sleep(milliseconds);
}
