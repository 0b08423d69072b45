import fc from "fast-check";

/**
 * One seed for all properties, so that the suite says the same of the same code wherever it runs. PROPERTY_SEED=random looks further:
 * a failure prints the seed that repeats it, and a path that goes straight there: PROPERTY_PATH.
 */
const chosen = process.env.PROPERTY_SEED ?? "20261124";

const path = process.env.PROPERTY_PATH;

if (chosen !== "random")
  fc.configureGlobal({ ...fc.readConfigureGlobal(), seed: Number(chosen), ...(path === undefined ? {} : { path }) });
