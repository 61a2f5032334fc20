import type { SESClient } from '@aws-sdk/client-ses';

/** How the SDK writes the field of the message itself when that is empty. */
const EMPTY_FIELD = 'RawMessage.Data=&';
const PLACE = EMPTY_FIELD.length - 1;

/**
 * Lets a client write mails into its requests as bytes, once.
 *
 * The SDK spells a mail of perhaps 100 kB out in base64, has every character of that looked at to percent-encode three of
 * them, and leaves the body as a string, which is encoded again to be measured, to be hashed and to be written: a quarter of
 * a sender's processor. So the SDK is given the request without the mail, which is put in afterwards, before it is signed.
 */
export function writeMailsOnce(client: SESClient): void {
  const mails = new WeakMap<object, Uint8Array>();
  client.middlewareStack.add(
    (next, context) => (args) => {
      const { RawMessage } = args.input as { RawMessage?: { Data?: Uint8Array } };
      if (!RawMessage?.Data) return next(args);
      mails.set(context, RawMessage.Data);
      return next({ ...args, input: { ...args.input, RawMessage: { Data: new Uint8Array() } } });
    },
    { step: 'initialize', name: 'takeMailOut' },
  );
  client.middlewareStack.add(
    (next, context) => (args) => {
      const request = args.request as { body?: unknown };
      const mail = mails.get(context);
      if (mail) request.body = withMail(String(request.body), mail);
      return next(args);
    },
    { step: 'build', priority: 'high', name: 'putMailIn' },
  );
}

function withMail(body: string, mail: Uint8Array): Buffer {
  const at = body.indexOf(EMPTY_FIELD);
  if (at < 0) throw new Error('The SDK writes the field of the message in another way');
  const { buffer, byteOffset, byteLength } = mail;
  const base64 = Buffer.from(buffer, byteOffset, byteLength).toString('base64');
  const encoded = base64.replaceAll('+', '%2B').replaceAll('/', '%2F').replaceAll('=', '%3D');
  return Buffer.from(body.slice(0, at + PLACE) + encoded + body.slice(at + PLACE), 'latin1');
}
