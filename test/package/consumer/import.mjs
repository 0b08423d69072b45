// Imports one entry point and prints the names that it exports.
console.log(JSON.stringify(Object.keys(await import(process.argv[2]))));
