/**
 * Who is signed in, and who is about to: two signed cookies, because a function remembers nothing between two requests.
 * What is in them can be read by the editor's browser and forged by nobody.
 */
import { jwtVerify, SignJWT } from 'jose';
import * as z from 'zod';

/** `editor` looks, polls and composes; `publisher` may also send; `admin` may do everything. */
const ROLES = ['editor', 'publisher', 'admin'] as const;
export type Role = (typeof ROLES)[number];

export interface Session {
  /** The identity provider's id of the person. */
  subject: string;
  email?: string;
  /** Empty for somebody who was never given one. */
  roles: Role[];
}

/** What must come back unchanged from the identity provider, and where the person wanted to go. */
export interface Departure {
  state: string;
  nonce: string;
  verifier: string;
  /** A path of the console. */
  to: string;
}

export const SESSION_SECONDS = 8 * 60 * 60;
export const DEPARTURE_SECONDS = 10 * 60;

const session = z.object({
  subject: z.string(),
  email: z.string().optional(),
  // A role that ended since is simply no role.
  roles: z.array(z.string()).transform(knownRoles),
});
const departure = z.object({ state: z.string(), nonce: z.string(), verifier: z.string(), to: z.string() });

export interface Seal {
  key: string;
  now: Date;
}

export const sealSession = (value: Session, seal: Seal) => sealed('session', { ...value }, SESSION_SECONDS, seal);
export const openSession = (cookie: string | undefined, seal: Seal) => opened('session', cookie, session, seal);

export const sealDeparture = (value: Departure, seal: Seal) => sealed('sign-in', { ...value }, DEPARTURE_SECONDS, seal);
export const openDeparture = (cookie: string | undefined, seal: Seal) => opened('sign-in', cookie, departure, seal);

export function knownRoles(groups: string[]): Role[] {
  return ROLES.filter((role) => groups.includes(role));
}

export const maySend = ({ roles }: Session): boolean => roles.includes('publisher') || roles.includes('admin');

/** Adding people, ending their subscriptions, suppressing and erasing them; everybody signed in may look. */
export const mayManagePeople = (session: Session): boolean => maySend(session);

/** The purpose is signed too: a sign-in's cookie is no session. */
type Purpose = 'session' | 'sign-in';
const ISSUER = 'rundbrief-console';

function sealed(
  purpose: Purpose,
  payload: Record<string, unknown>,
  seconds: number,
  { key, now }: Seal,
): Promise<string> {
  return new SignJWT(payload)
    .setProtectedHeader({ alg: 'HS256' })
    .setIssuer(ISSUER)
    .setAudience(purpose)
    .setExpirationTime(Math.floor(now.getTime() / 1000) + seconds)
    .sign(bytesOf(key));
}

async function opened<T>(
  purpose: Purpose,
  cookie: string | undefined,
  schema: z.ZodType<T>,
  { key, now }: Seal,
): Promise<T | undefined> {
  if (!cookie) return undefined;
  try {
    const checks = { issuer: ISSUER, audience: purpose, algorithms: ['HS256'], currentDate: now };
    const { payload } = await jwtVerify(cookie, bytesOf(key), checks);
    return schema.safeParse(payload).data;
  } catch {
    // Expired, forged or of another key: nobody is signed in, and nobody need know why.
    return undefined;
  }
}

const bytesOf = (key: string) => new TextEncoder().encode(key);
