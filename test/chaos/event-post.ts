/** Brings events of SES to a local run, which may be dead at the moment: then again and again, as SNS does. */
export interface EventPost {
  add(event: object): void;
  /** @param url - of the run, also of those that follow it */
  to(url: string): void;
  waiting(): number;
  stop(): void;
}

const LOOK_EVERY_MS = 50;
const AT_ONCE = 20;
const AGAIN_AFTER_MS = 500;
const DOUBLED = 0.05;

export function eventPost({ chance, lateMs }: { chance: () => number; lateMs: number }): EventPost {
  let url: string | undefined;
  let underWay = 0;
  const waiting: { dueAt: number; body: string }[] = [];

  async function bring(body: string): Promise<void> {
    underWay += 1;
    try {
      const { ok } = await fetch(`${url}/_local/ses-events`, { method: 'POST', body });
      if (!ok) waiting.push({ dueAt: Date.now() + AGAIN_AFTER_MS, body });
    } catch {
      waiting.push({ dueAt: Date.now() + AGAIN_AFTER_MS, body });
    } finally {
      underWay -= 1;
    }
  }

  const timer = setInterval(() => {
    if (!url) return;
    for (let index = waiting.length - 1; index >= 0 && underWay < AT_ONCE; index -= 1) {
      if ((waiting[index]?.dueAt ?? 0) > Date.now()) continue;
      const [event] = waiting.splice(index, 1);
      if (event) void bring(event.body);
    }
  }, LOOK_EVERY_MS);

  return {
    add(event) {
      const body = JSON.stringify(event);
      for (let times = chance() < DOUBLED ? 2 : 1; times > 0; times -= 1) {
        waiting.push({ dueAt: Date.now() + chance() * lateMs, body });
      }
    },
    to: (address) => {
      url = address;
    },
    waiting: () => waiting.length + underWay,
    stop: () => clearInterval(timer),
  };
}
