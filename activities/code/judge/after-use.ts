/** How often longer a thread may wait that gets no processor. */
const STARVED = 15;

/** After so much time, if the process used so much of a processor: a busy machine is no reason to give a file up. */
export function afterUse(limitMs: number, happens: () => void): NodeJS.Timeout {
  const began = performance.now();
  const used = process.cpuUsage();
  return setInterval(() => {
    const passed = performance.now() - began;
    const { user, system } = process.cpuUsage(used);
    const busy = (user + system) / 1000;
    if (passed >= limitMs && (busy >= limitMs || passed >= limitMs * STARVED)) happens();
  }, 50);
}
