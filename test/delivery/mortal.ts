/** The process ends here: nothing it still wanted to do happens. */
export class Death extends Error {
  override name = 'Death';
}

/** Where a process dies: at its n-th call to the outside world, before that call has an effect or right after. */
export interface End {
  atCall: number;
  when: 'before' | 'after';
  /** Counts only these calls: `ledgers.replace`, `send`. */
  of?: string;
}

type Deps = Record<string, unknown>;

/**
 * Collaborators of a process that dies at a given call. Whatever it calls afterwards, in a `finally` too, has no effect.
 *
 * @param names - which of the collaborators count as the outside world
 */
export function mortal<D extends object>(deps: D, names: (keyof D & string)[], end: End): D & { calls: () => number } {
  let calls = 0;
  let isDead = false;
  const guarded =
    (name: string, owner: object, act: (...args: unknown[]) => unknown) =>
    async (...args: unknown[]) => {
      if (isDead) throw new Death();
      if (end.of === undefined || end.of === name) calls += 1;
      else return act.apply(owner, args);
      if (calls < end.atCall) return act.apply(owner, args);
      isDead = true;
      if (end.when === 'after') await act.apply(owner, args);
      throw new Death();
    };
  const wrapped: Deps = { ...(deps as Deps) };
  for (const name of names) {
    const collaborator = (deps as Deps)[name];
    if (typeof collaborator === 'function') {
      wrapped[name] = guarded(name, deps, collaborator as () => unknown);
      continue;
    }
    const methods = Object.entries(collaborator as Deps).filter(([, method]) => typeof method === 'function');
    wrapped[name] = Object.fromEntries(
      methods.map(([method, act]) => [
        method,
        guarded(`${name}.${method}`, collaborator as object, act as () => unknown),
      ]),
    );
  }
  return { ...(wrapped as D), calls: () => calls };
}
