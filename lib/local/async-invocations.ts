/** Invocations nobody waits for, as schedules make them: tried again, then put aside where the template says. */
import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { Log } from './function-log.ts';
import type { LocalFunction } from './functions.ts';
import type { Messaging } from './messaging.ts';
import { readProperties, type Stack } from './stack.ts';

const configSchema = z.object({
  FunctionName: z.string(),
  MaximumRetryAttempts: z.number().default(2),
  DestinationConfig: z.object({ OnFailure: z.object({ Destination: z.string() }).optional() }).default({}),
});

/** Lambda waits a minute before the first retry and two before the second. */
const RETRY_AFTER_MS = [60_000, 120_000];

export interface AsyncInvocations {
  /** Settles after the first attempt; retries go on by themselves. */
  invoke(target: LocalFunction, event: unknown): Promise<void>;
  stop(): void;
}

export function asyncInvocations(stack: Stack, messaging: Messaging, log: Log): AsyncInvocations {
  const configs = stack.of('AWS::Lambda::EventInvokeConfig').map((resource) => readProperties(configSchema, resource));
  const timers = new Set<NodeJS.Timeout>();

  async function attempt(target: LocalFunction, event: unknown, made: number): Promise<void> {
    const config = configs.find(({ FunctionName }) => FunctionName === target.name || FunctionName === target.arn);
    try {
      await target.invoke(event);
    } catch {
      // Already reported by the function itself.
      if (made < (config?.MaximumRetryAttempts ?? 2)) return later(target, event, made + 1);
      putAside(target, event, config?.DestinationConfig.OnFailure?.Destination ?? target.deadLetterArn);
    }
  }

  function later(target: LocalFunction, event: unknown, made: number): void {
    const timer = setTimeout(
      () => {
        timers.delete(timer);
        void attempt(target, event, made);
      },
      RETRY_AFTER_MS[made - 1] ?? 120_000,
    );
    timers.add(timer.unref());
  }

  function putAside(target: LocalFunction, event: unknown, arn: string | undefined): void {
    const queue = arn ? messaging.sqsStore.getQueueByArn(arn) : undefined;
    if (!queue) {
      log(`✖ ${target.id}: an invocation was given up; it has no dead-letter queue`);
      return;
    }
    messaging.send(queue, JSON.stringify(event));
    log(`✖ dead letter: an invocation of ${target.id} is in ${stack.logicalId(queue.arn)}`);
  }

  return {
    invoke: (target, event) => attempt(target, event, 0),
    stop: () => {
      for (const timer of timers) clearTimeout(timer);
    },
  };
}

/** What EventBridge Scheduler sends when the template gives no input of its own. */
export function scheduledEvent(scheduleArn: string, at: Date): unknown {
  return {
    version: '0',
    id: randomUUID(),
    'detail-type': 'Scheduled Event',
    source: 'aws.scheduler',
    account: '000000000000',
    time: at.toISOString(),
    region: 'eu-central-1',
    resources: [scheduleArn],
    detail: '{}',
  };
}
