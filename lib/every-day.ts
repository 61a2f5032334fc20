import { Duration } from 'aws-cdk-lib';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { Schedule, ScheduleExpression } from 'aws-cdk-lib/aws-scheduler';
import { LambdaInvoke } from 'aws-cdk-lib/aws-scheduler-targets';
import type { Construct } from 'constructs';
import { roleFor } from './every-minute.ts';

/** Starts a function once a day. It is tried again within the hour, and otherwise there is tomorrow. */
export function everyDay(
  scope: Construct,
  id: string,
  fn: LambdaFunction,
  utc: { hour: number; minute: number },
): Schedule {
  const target = new LambdaInvoke(fn, {
    retryAttempts: 2,
    maxEventAge: Duration.hours(1),
    role: roleFor(scope, id, fn),
  });
  return new Schedule(scope, id, {
    schedule: ScheduleExpression.cron({ hour: String(utc.hour), minute: String(utc.minute) }),
    target,
    description: `Starts ${fn.node.path}`,
  });
}
