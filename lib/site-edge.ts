import { Duration } from 'aws-cdk-lib';
import {
  CacheCookieBehavior,
  CacheHeaderBehavior,
  CachePolicy,
  CacheQueryStringBehavior,
  Function as EdgeFunction,
  FunctionCode,
  FunctionRuntime,
} from 'aws-cdk-lib/aws-cloudfront';
import type { Construct } from 'constructs';
import { edgeCode } from './bundles.ts';

/**
 * How long CloudFront answers without asking S3 whether an object has changed. Asking costs less than answering, and
 * what is new reaches everybody within seconds; the objects' own Cache-Control lets other caches wait longer. It also
 * ends `stale-while-revalidate` at the edge, which never goes beyond this longest time.
 */
export const EDGE_CACHE_SECONDS = 5;

/** A function of `lib/edge`, with the settings it cannot read by itself. */
export function edgeFunction(
  scope: Construct,
  id: string,
  file: string,
  settings?: Record<string, string>,
): EdgeFunction {
  return new EdgeFunction(scope, id, {
    code: FunctionCode.fromInline(edgeCode(file, settings)),
    runtime: FunctionRuntime.JS_2_0,
  });
}

/** Answers differ by address and by the one coding that the viewer wants, and by nothing else. */
export function pagesCachePolicy(scope: Construct, id: string): CachePolicy {
  return new CachePolicy(scope, id, {
    comment: 'Feeds and pages: asks S3 every few seconds whether they have changed',
    minTtl: Duration.seconds(0),
    defaultTtl: Duration.seconds(EDGE_CACHE_SECONDS),
    maxTtl: Duration.seconds(EDGE_CACHE_SECONDS),
    headerBehavior: CacheHeaderBehavior.none(),
    cookieBehavior: CacheCookieBehavior.none(),
    queryStringBehavior: CacheQueryStringBehavior.none(),
    enableAcceptEncodingBrotli: true,
    enableAcceptEncodingGzip: true,
  });
}
