/** The executable's exit codes. Scripts depend on them: add, never renumber. `help` prints this table. */
export const EXIT_CODES = [
  { name: "done", code: 0, meaning: "done: nothing was found, or the decision was recorded" },
  {
    name: "found",
    code: 1,
    meaning:
      "scan: something was found that would be held; approve, reject: already decided; audit: a line was removed or changed",
  },
  { name: "usage", code: 2, meaning: "the command line or the input cannot be understood" },
  { name: "unable", code: 3, meaning: "cannot run: no re2 engine, no usable queue, no readable file, no terminal" },
  {
    name: "gone",
    code: 4,
    meaning: "approve, reject: no such proposal is waiting any more; revoke: no proxy remembers such a value",
  },
  { name: "internal", code: 70, meaning: "an unexpected error in this program" },
] as const;

type ExitName = (typeof EXIT_CODES)[number]["name"];

/** The codes by name. */
export const exit: Readonly<Record<ExitName, number>> = Object.freeze(
  Object.fromEntries(EXIT_CODES.map(({ name, code }) => [name, code])) as Record<ExitName, number>,
);
