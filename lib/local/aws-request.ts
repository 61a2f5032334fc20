/** A request an AWS SDK sent, as far as the gateway must understand it, and the answers each protocol expects. */

import { randomUUID } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';

export interface AwsRequest {
  service: string;
  accessKeyId: string;
  method: string;
  /** Path and query as received. */
  path: string;
  headers: IncomingHttpHeaders;
  body: Buffer;
}

export interface AwsReply {
  status: number;
  headers: Record<string, string>;
  body: string | Buffer;
  /** The connection ends in the middle of this answer, as the other endpoint's did. */
  cut?: boolean;
}

/** One thing the caller must be allowed to do for the request to go through. */
export interface Access {
  action: string;
  resource: string;
  context?: Record<string, string | string[]>;
}

const CREDENTIAL = /^AWS4-HMAC-SHA256 .*Credential=([^/]+)\/\d{8}\/[^/]+\/([^/]+)\/aws4_request/;

export function readCredential(
  authorization: string | undefined,
): { accessKeyId: string; service: string } | undefined {
  const [, accessKeyId, service] = CREDENTIAL.exec(authorization ?? '') ?? [];
  return accessKeyId && service ? { accessKeyId, service } : undefined;
}

/** The operation in `X-Amz-Target: Service_Version.Operation`. */
export function targetOf({ headers }: AwsRequest): string {
  return (
    String(headers['x-amz-target'] ?? '')
      .split('.')
      .at(-1) ?? ''
  );
}

export function jsonReply(status: number, body: unknown, version = '1.0'): AwsReply {
  return {
    status,
    headers: { 'content-type': `application/x-amz-json-${version}`, 'x-amzn-requestid': randomUUID() },
    body: JSON.stringify(body),
  };
}

export interface Refusal {
  status: number;
  code: string;
  message: string;
}

/** The same refusal in the words of each service's protocol. */
export function refuse({ service }: Pick<AwsRequest, 'service'>, { status, code, message }: Refusal): AwsReply {
  if (service === 's3')
    return xmlReply(
      status,
      `<Error><Code>${code}</Code><Message>${escapeXml(message)}</Message><RequestId>${randomUUID()}</RequestId></Error>`,
    );
  if (service === 'ses' || service === 'sns') {
    const xmlns =
      service === 'ses' ? 'http://ses.amazonaws.com/doc/2010-12-01/' : 'http://sns.amazonaws.com/doc/2010-03-31/';
    const error = `<Error><Type>Sender</Type><Code>${code}</Code><Message>${escapeXml(message)}</Message></Error>`;
    return xmlReply(
      status,
      `<ErrorResponse xmlns="${xmlns}">${error}<RequestId>${randomUUID()}</RequestId></ErrorResponse>`,
    );
  }
  const reply = jsonReply(status, { __type: `com.amazon.coral.service#${code}Exception`, message, Message: message });
  if (service === 'sqs') reply.headers['x-amzn-query-error'] = `${code};Sender`;
  return reply;
}

export function xmlReply(status: number, xml: string): AwsReply {
  return { status, headers: { 'content-type': 'text/xml', 'x-amzn-requestid': randomUUID() }, body: xml };
}

function escapeXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
