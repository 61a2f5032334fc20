import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { Effect, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Architecture, Function as LambdaFunction, LoggingFormat, Runtime } from 'aws-cdk-lib/aws-lambda';
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import { acceptWildcard } from './accepted-findings.ts';
import type { CodeOf } from './bundles.ts';
import type { WorkQueue } from './work-queue.ts';

export interface RundbriefFunctionProps {
  /** `<room>/<verb-noun>`: the file is `lambdas/<room>/<verb-noun>.handler.ts`. */
  handler: string;
  codeOf: CodeOf;
  environment?: Record<string, string>;
  timeoutSeconds: number;
  memoryMegabytes?: number;
}

interface MayOptions {
  conditions?: Record<string, Record<string, unknown>>;
  wildcardBecause?: string;
}

/** One handler: its own role that may do nothing yet but log, and a log that is kept for three months. */
export class RundbriefFunction extends LambdaFunction {
  constructor(scope: Construct, id: string, props: RundbriefFunctionProps) {
    const logGroup = new LogGroup(scope, `${id}Log`, {
      retention: RetentionDays.THREE_MONTHS,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const role = new Role(scope, `${id}Role`, { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
    logGroup.grantWrite(role);
    super(scope, id, {
      role,
      logGroup,
      loggingFormat: LoggingFormat.JSON,
      description: props.handler,
      code: props.codeOf(props.handler),
      handler: 'index.handler',
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      memorySize: props.memoryMegabytes ?? 256,
      timeout: Duration.seconds(props.timeoutSeconds),
      environment: { NODE_OPTIONS: '--enable-source-maps', ...props.environment },
    });
  }

  /**
   * Handles a queue's messages, failed ones reported singly.
   *
   * @param options.windowSeconds - how long Lambda may gather messages; more than ten come together only with a window
   */
  consumes(queue: WorkQueue, options: { batchSize: number; windowSeconds?: number; maxConcurrency?: number }): void {
    const { windowSeconds, ...others } = options;
    const maxBatchingWindow = windowSeconds === undefined ? undefined : Duration.seconds(windowSeconds);
    this.addEventSource(
      new SqsEventSource(queue.queue, { ...others, maxBatchingWindow, reportBatchItemFailures: true }),
    );
  }

  /** The permission for single actions on single resources; a `*` in one of them needs a reason. */
  may(actions: string[], resources: string[], { conditions, wildcardBecause }: MayOptions = {}): void {
    this.addToRolePolicy(new PolicyStatement({ effect: Effect.ALLOW, actions, resources, conditions }));
    if (!wildcardBecause || !this.role) return;
    for (const resource of resources) acceptWildcard(this.role, resource, wildcardBecause);
  }
}
