/** True for what can be one of our ids; anything else is not worth asking a table for. */
export function isKey(id: string): boolean {
  return /^[\w-]{1,100}$/.test(id);
}

/** True for what can be the opaque id of a person. */
export function isSubscriberId(id: string): boolean {
  return /^[\w-]{22}$/.test(id);
}
