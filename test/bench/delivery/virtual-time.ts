/** A clock that stands still while anybody works, and jumps to the next moment for which somebody waits. */
export interface VirtualTime {
  now(): Date;
  sleep(ms: number): Promise<void>;
  /** Until nobody waits any more. */
  pass(): Promise<void>;
}

export function virtualTime(): VirtualTime {
  let time = 0;
  const sleepers: { at: number; wake: () => void }[] = [];
  return {
    now: () => new Date(time),
    sleep: (ms) =>
      new Promise((wake) => {
        const at = time + Math.max(0, ms);
        const place = sleepers.findLastIndex((sleeper) => sleeper.at <= at) + 1;
        sleepers.splice(place, 0, { at, wake });
      }),
    async pass() {
      for (;;) {
        // Whoever was woken goes as far as they can before the next is.
        await new Promise(setImmediate);
        const next = sleepers.shift();
        if (!next) return;
        time = next.at;
        next.wake();
      }
    },
  };
}
