/**
 * Keeps a raw value out of every print.
 *
 * The value lies in a WeakMap behind a getter on a plain prototype whose own, non-enumerable `constructor` is `Object`. Of the
 * forms measured, this is the one that stays clean in all ten sinks: JSON.stringify, util.inspect (with showHidden and getters),
 * %o, %j, Object.keys and entries, spread, structuredClone, v8.serialize, String() and console.table. A class with a `#private`
 * field does not: `util.inspect` with `getters` calls the class's getter.
 */

const values = new WeakMap<object, string | undefined>();

const prototype: object = Object.create(Object.prototype, {
  constructor: { value: Object, enumerable: false },
  matched: {
    enumerable: false,
    get(this: object): string | undefined {
      return values.get(this);
    },
  },
});

/** A frozen copy of `fields` with a `matched` that only a direct read gives. */
export function withMatched<Fields extends object, Value extends string | undefined>(
  fields: Fields,
  matched: Value,
): Fields & { readonly matched: Value } {
  const holder = Object.assign(Object.create(prototype), fields) as Fields & { readonly matched: Value };
  values.set(holder, matched);
  return Object.freeze(holder);
}
