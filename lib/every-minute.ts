import { Duration } from 'aws-cdk-lib';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { Schedule, ScheduleExpression } from 'aws-cdk-lib/aws-scheduler';
import { LambdaInvoke } from 'aws-cdk-lib/aws-scheduler-targets';
import type { Construct } from 'constructs';
import { acceptWildcard } from './accepted-findings.ts';

/** Starts a function every minute, or every so many. What is missed is made up by the next time, so nothing is tried again. */
export function everyMinute(scope: Construct, id: string, fn: LambdaFunction, minutes = 1): Schedule {
  const target = new LambdaInvoke(fn, {
    retryAttempts: 0,
    maxEventAge: Duration.minutes(1),
    role: roleFor(scope, id, fn),
  });
  return new Schedule(scope, id, {
    schedule: ScheduleExpression.rate(Duration.minutes(minutes)),
    target,
    description: `Starts ${fn.node.path}`,
  });
}

/** The scheduler's own role for this one function; CDK's grant covers the function's versions too. */
export function roleFor(scope: Construct, id: string, fn: LambdaFunction): Role {
  const role = new Role(scope, `${id}Role`, { assumedBy: new ServicePrincipal('scheduler.amazonaws.com') });
  acceptWildcard(
    role,
    `${fn.functionArn}:*`,
    'All versions of this one function, as CDK grants the right to invoke it',
  );
  return role;
}
