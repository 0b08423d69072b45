/** Computed at the first call: for most of what is compiled it never comes. */
export function lazily<Value>(compute: () => Value): () => Value {
  let value: Value | undefined;
  return () => {
    value ??= compute();
    return value;
  };
}
