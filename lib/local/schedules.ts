/** EventBridge Scheduler: rates counted from the start of the run, cron by the wall clock of the schedule's zone. */
import { z } from 'zod';
import { type AsyncInvocations, scheduledEvent } from './async-invocations.ts';
import { cronMatches, readCron } from './cron.ts';
import { LocalError } from './errors.ts';
import type { LocalFunction } from './functions.ts';
import type { Identities } from './identities.ts';
import { type Deployed, readProperties, type Stack } from './stack.ts';

const scheduleSchema = z.object({
  ScheduleExpression: z.string(),
  ScheduleExpressionTimezone: z.string().default('UTC'),
  State: z.enum(['ENABLED', 'DISABLED']).default('ENABLED'),
  Target: z.strictObject({
    Arn: z.string(),
    RoleArn: z.string(),
    Input: z.string().optional(),
    RetryPolicy: z.looseObject({}).optional(),
    DeadLetterConfig: z.looseObject({}).optional(),
  }),
  StartDate: z.undefined({ error: 'a first day is not honoured here' }).optional(),
  EndDate: z.undefined({ error: 'a last day is not honoured here' }).optional(),
});

const MINUTE_MS = 60_000;
const UNITS: Record<string, number> = { minute: 1, hour: 60, day: 1440 };

export interface Schedules {
  start(): void;
  /** Starts what runs every minute, now. @returns the logical ids of the functions, once they have ended */
  tick(): Promise<string[]>;
  stop(): void;
}

interface Schedule {
  target: LocalFunction;
  everyMinute: boolean;
  isDue(minute: Date, minutesSinceStart: number): boolean;
  event(at: Date): unknown;
}

export function readSchedules(
  stack: Stack,
  functions: LocalFunction[],
  identities: Identities,
  invocations: AsyncInvocations,
): Schedules {
  const schedules = stack
    .of('AWS::Scheduler::Schedule')
    .flatMap((resource) => readSchedule(resource, stack, functions, identities));
  let timer: NodeJS.Timeout | undefined;
  const started = Date.now();

  const fire = async (due: Schedule[], at: Date): Promise<string[]> => {
    await Promise.all(due.map(({ target, event }) => invocations.invoke(target, event(at))));
    return due.map(({ target }) => target.id);
  };

  function onTheMinute(): void {
    const now = Date.now();
    timer = setTimeout(
      () => {
        const minute = new Date(Math.round(Date.now() / MINUTE_MS) * MINUTE_MS);
        const minutes = Math.round((minute.getTime() - started) / MINUTE_MS);
        void fire(
          schedules.filter(({ isDue }) => isDue(minute, minutes)),
          minute,
        );
        onTheMinute();
      },
      MINUTE_MS - (now % MINUTE_MS),
    );
    timer.unref();
  }

  return {
    start: onTheMinute,
    tick: () =>
      fire(
        schedules.filter(({ everyMinute }) => everyMinute),
        new Date(),
      ),
    stop: () => clearTimeout(timer),
  };
}

function readSchedule(
  resource: Deployed,
  stack: Stack,
  functions: LocalFunction[],
  identities: Identities,
): Schedule[] {
  const { ScheduleExpression, ScheduleExpressionTimezone, State, Target } = readProperties(scheduleSchema, resource);
  if (State === 'DISABLED') return [];
  const target = functions.find(({ arn }) => arn === Target.Arn);
  if (!target) throw new LocalError(`${resource.id}: its target is not a function of the template`);
  const may = identities.decide(identities.roleNamed(Target.RoleArn), {
    action: 'lambda:InvokeFunction',
    resource: target.arn,
  });
  if (!may.allowed) throw new LocalError(`${resource.id}: its role may not invoke ${target.id} (${may.reason})`);
  const event = (at: Date): unknown => {
    if (Target.Input === undefined) return scheduledEvent(stack.arnOf(resource), at);
    return JSON.parse(Target.Input.replaceAll('<aws.scheduler.scheduled-time>', at.toISOString()));
  };
  const [, count, unit = ''] = /^rate\((\d+) (minute|hour|day)s?\)$/.exec(ScheduleExpression) ?? [];
  if (count) {
    const every = Number(count) * (UNITS[unit] ?? 1);
    return [{ target, event, everyMinute: every === 1, isDue: (_, minutes) => minutes % every === 0 }];
  }
  const cron = readCron(resource.id, ScheduleExpression);
  return [
    {
      target,
      event,
      everyMinute: ScheduleExpression === 'cron(* * * * ? *)',
      isDue: (minute) => cronMatches(cron, minute, ScheduleExpressionTimezone),
    },
  ];
}
