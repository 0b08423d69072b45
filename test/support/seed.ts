import fc from "fast-check";

/**
 * One seed for all properties, so that the suite says the same of the same code wherever it runs. PROPERTY_SEED=random looks further:
 * a failure prints the seed that repeats it.
 */
const chosen = process.env.PROPERTY_SEED ?? "20261124";

if (chosen !== "random") fc.configureGlobal({ ...fc.readConfigureGlobal(), seed: Number(chosen) });
