/**
 * A setting the template gives the function.
 *
 * Call it at the top of a handler with a literal name: a missing setting then fails the first invocation with its name
 * in the log, and a test compares these names with the template.
 *
 * @throws Error naming the setting when it is missing or empty
 */
export function requireEnv(name: string): string {
  const value = process.env[name];
  if (value === undefined || value === '') throw new Error(`The setting ${name} is missing`);
  return value;
}

/** A setting that Lambda or an operator may give; undefined when it is missing or empty. */
export const settingOrNothing = (name: string): string | undefined => process.env[name] || undefined;
