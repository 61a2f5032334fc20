/** A clock for things that happen at once: it goes to the next thing that somebody waits for, and nowhere in between. */
export interface VirtualClock {
  /** Whole milliseconds, as clocks show them. */
  now: () => Date;
  exactly: () => number;
  sleep(ms: number): Promise<void>;
  /** Lets time pass until the work is done. */
  run<T>(work: Promise<T>): Promise<T>;
}

export function virtualClock(start = new Date(1_000_000)): VirtualClock {
  let time = start.getTime();
  let waiting: { at: number; go: () => void }[] = [];
  return {
    now: () => new Date(Math.floor(time)),
    exactly: () => time,
    sleep: (ms) => new Promise<void>((go) => waiting.push({ at: time + ms, go })),
    async run(work) {
      let isDone = false;
      const ended = work.finally(() => {
        isDone = true;
      });
      ended.catch(() => {});
      while (!isDone) {
        // Whatever can happen now happens first.
        await new Promise(setImmediate);
        const next = Math.min(...waiting.map(({ at }) => at));
        if (!Number.isFinite(next)) continue;
        time = Math.max(time, next);
        const due = waiting.filter(({ at }) => at <= time);
        waiting = waiting.filter(({ at }) => at > time);
        for (const { go } of due) go();
      }
      return ended;
    },
  };
}
