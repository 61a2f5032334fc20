import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { type Fault, RundbriefError } from '../domain/errors.ts';
import { log } from './log.ts';
import { isSameSecret } from './secret.ts';

/** The one table from what a caller can do about a failure to what HTTP calls it. */
export const STATUS_OF_FAULT: Record<Fault, number> = {
  invalid: 400,
  denied: 403,
  'not-found': 404,
  conflict: 409,
  expired: 410,
  limited: 429,
  unavailable: 503,
};

/** A request as our pages need it, unpacked from API Gateway once. */
export interface WebRequest {
  method: string;
  path: string;
  /** Path parameters of the route. */
  params: Record<string, string>;
  query: URLSearchParams;
  /** Names in lower case. */
  headers: Record<string, string>;
  /** The network address of who asked: as CloudFront saw it, or of whoever went around CloudFront. */
  clientAddress: string;
  /** As it was sent; signatures are over these bytes. */
  body: Uint8Array;
  /** Fields of a posted form, urlencoded or multipart; empty for any other body. */
  form: () => Promise<URLSearchParams>;
}

export interface WebAnswer {
  status?: number;
  headers?: Record<string, string>;
  cookies?: string[];
  body: string;
}

type ErrorPage = (status: number, message: string, request: WebRequest) => WebAnswer | Promise<WebAnswer>;

/**
 * A page's door: unpacks the request, and turns an expected failure into its status with a page that says what to do.
 * A HEAD is answered as its GET, without the body. Anything unexpected is logged and answered with 500, never a stack trace.
 *
 * @param originKey - what only CloudFront says to us; for doors that count or keep who asked
 */
export function respond(
  answer: (request: WebRequest) => Promise<WebAnswer>,
  errorPage: ErrorPage,
  originKey?: () => Promise<string>,
) {
  return async (event: APIGatewayProxyEventV2): Promise<APIGatewayProxyStructuredResultV2> => {
    const request = unpack(event);
    try {
      if (originKey) request.clientAddress = viewerAddress(request, await originKey());
      return pack(await answer(request), request);
    } catch (error) {
      if (error instanceof RundbriefError) {
        return pack(await errorPage(STATUS_OF_FAULT[error.fault], error.message, request), request);
      }
      log.error('A page failed', { path: request.path, error: error instanceof Error ? error : String(error) });
      return pack(await errorPage(500, '', request), request);
    }
  };
}

function unpack(event: APIGatewayProxyEventV2): WebRequest {
  const headers = Object.fromEntries(
    Object.entries(event.headers).map(([name, value]) => [name.toLowerCase(), value ?? '']),
  );
  const bytes = Buffer.from(event.body ?? '', event.isBase64Encoded ? 'base64' : 'utf8');
  return {
    method: event.requestContext.http.method,
    path: event.rawPath,
    params: Object.fromEntries(Object.entries(event.pathParameters ?? {}).map(([name, value]) => [name, value ?? ''])),
    query: new URLSearchParams(event.rawQueryString),
    headers,
    clientAddress: event.requestContext.http.sourceIp,
    body: bytes,
    form: () => readForm(bytes, headers['content-type'] ?? ''),
  };
}

/**
 * API Gateway only sees CloudFront, whose edge function `lib/edge/app-request.js` writes who asked. The API has an address
 * of its own, where anybody may write that header: it counts only beside the key that CloudFront adds.
 */
function viewerAddress({ headers, clientAddress }: WebRequest, originKey: string): string {
  const isFromCloudFront = isSameSecret(headers['x-origin-key'] ?? '', originKey);
  return isFromCloudFront ? (headers['x-viewer-address'] ?? clientAddress) : clientAddress;
}

async function readForm(bytes: Uint8Array<ArrayBuffer>, contentType: string): Promise<URLSearchParams> {
  const fields = new URLSearchParams();
  if (!/^(application\/x-www-form-urlencoded|multipart\/form-data)\b/i.test(contentType)) return fields;
  try {
    const form = await new Response(bytes, { headers: { 'content-type': contentType } }).formData();
    for (const [name, value] of form) if (typeof value === 'string') fields.append(name, value);
  } catch {
    // A body that does not keep its own content type's promise has no fields; what is missing is then said by name.
  }
  return fields;
}

function pack(answer: WebAnswer, request: WebRequest): APIGatewayProxyStructuredResultV2 {
  return {
    statusCode: answer.status ?? 200,
    headers: answer.headers ?? {},
    ...(answer.cookies ? { cookies: answer.cookies } : {}),
    body: request.method === 'HEAD' ? '' : answer.body,
  };
}
