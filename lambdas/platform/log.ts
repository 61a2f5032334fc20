import { Logger } from '@aws-lambda-powertools/logger';

/** JSON lines for CloudWatch. Never give it an address: ids only. */
export const log = new Logger({ serviceName: 'rundbrief' });
