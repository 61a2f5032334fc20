import { Duration } from 'aws-cdk-lib';
import { Alarm, ComparisonOperator, Metric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { Construct, type IConstruct } from 'constructs';
import { RundbriefFunction } from './rundbrief-function.ts';
import { WorkQueue } from './work-queue.ts';

// SES reviews an account at 5 % bounces and 0.1 % complaints; we want to know before.
const REPUTATION = [
  { id: 'BounceRate', metric: 'Reputation.BounceRate', threshold: 0.03 },
  { id: 'ComplaintRate', metric: 'Reputation.ComplaintRate', threshold: 0.0008 },
];

/** Alarms: a message that was put aside, a function that fails, a sender whose name is in danger. Each has an article in docs/runbook.md. */
export class Observability extends Construct {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    const watched = scope.node.findAll();
    for (const queue of watched.filter((node): node is WorkQueue => node instanceof WorkQueue)) {
      this.alarm(`${nameOf(queue)}DeadLetters`, 'A message was put aside: see docs/runbook.md#dead-letters', {
        metric: queue.deadLetters.metricApproximateNumberOfMessagesVisible({ period: Duration.minutes(1) }),
        threshold: 1,
      });
    }
    for (const fn of watched.filter((node): node is RundbriefFunction => node instanceof RundbriefFunction)) {
      this.alarm(`${nameOf(fn)}Errors`, 'A function fails: see docs/runbook.md#failing-function', {
        metric: fn.metricErrors({ period: Duration.minutes(5) }),
        threshold: 3,
      });
    }
    for (const { id: name, metric, threshold } of REPUTATION) {
      this.alarm(name, 'Mail is bounced or complained about: see docs/runbook.md#reputation', {
        metric: new Metric({ namespace: 'AWS/SES', metricName: metric, statistic: 'max', period: Duration.hours(1) }),
        threshold,
      });
    }
  }

  private alarm(id: string, alarmDescription: string, { metric, threshold }: { metric: Metric; threshold: number }) {
    new Alarm(this, id, {
      alarmDescription,
      metric,
      threshold,
      evaluationPeriods: 1,
      comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      treatMissingData: TreatMissingData.NOT_BREACHING,
    });
  }
}

const nameOf = (node: IConstruct) => node.node.id;
