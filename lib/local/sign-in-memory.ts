/** Where the sign-in provider keeps sessions and codes: in memory, as a restart may ask people to sign in again. */
import type { Adapter, AdapterPayload } from 'oidc-provider';

interface Entry {
  payload: AdapterPayload;
  expiresAt: number;
}

export function sessionMemory(): (model: string) => Adapter {
  const entries = new Map<string, Entry>();
  const find = (key: string): AdapterPayload | undefined => {
    const entry = entries.get(key);
    if (entry && entry.expiresAt > Date.now()) return entry.payload;
    entries.delete(key);
    return undefined;
  };
  const first = (matches: (payload: AdapterPayload) => boolean, model: string) => {
    for (const key of entries.keys()) {
      const payload = key.startsWith(`${model}:`) ? find(key) : undefined;
      if (payload && matches(payload)) return payload;
    }
    return undefined;
  };
  return (model) => {
    const keyOf = (id: string) => `${model}:${id}`;
    return {
      async upsert(id, payload, expiresInSeconds) {
        entries.set(keyOf(id), { payload, expiresAt: Date.now() + (expiresInSeconds ?? 86_400) * 1000 });
      },
      find: async (id) => find(keyOf(id)),
      findByUserCode: async (userCode) => first((payload) => payload.userCode === userCode, model),
      findByUid: async (uid) => first((payload) => payload.uid === uid, model),
      async consume(id) {
        const payload = find(keyOf(id));
        if (payload) payload.consumed = Math.floor(Date.now() / 1000);
      },
      async destroy(id) {
        entries.delete(keyOf(id));
      },
      async revokeByGrantId(grantId) {
        for (const [key, { payload }] of entries) if (payload.grantId === grantId) entries.delete(key);
      },
    };
  };
}
