/** Bodies for the benchmarks, the same at each run: nothing here is a credential. */

const WORDS =
  "the quick brown fox jumps over a lazy dog while the agent reads files and calls tools to answer questions about weather and code review with context from previous messages please summarize following document into three bullet points".split(
    " ",
  );

/** Numbers from 0 to 1, the same for the same seed (a linear congruential generator). */
function numbers(seed) {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1103515245) + 12345) & 0x7fffffff;
    return state / 0x7fffffff;
  };
}

/** A chat request in JSON of at least `bytes` bytes: words, escapes, ids. */
export function chatBody(bytes) {
  const next = numbers(bytes);
  const messages = [];
  for (let length = 100; length < bytes; ) {
    let content = "";
    for (let i = 0; i < 60; i++) {
      content +=
        WORDS[Math.floor(next() * WORDS.length)] + (i % 13 === 12 ? ".\n" : i % 17 === 0 ? ', "quoted" ' : " ");
    }
    messages.push({ role: messages.length % 2 === 0 ? "user" : "assistant", content, id: `msg_${messages.length}` });
    length += content.length + 60;
  }
  return Buffer.from(JSON.stringify({ model: "example-model", temperature: 0.2, tool_choice: "auto", messages }));
}

/** A JSON body with one image in base64. */
export function imageBody(bytes) {
  const next = numbers(bytes);
  const image = Buffer.from(Array.from({ length: Math.floor((bytes * 3) / 4) }, () => Math.floor(next() * 256)));
  return Buffer.from(JSON.stringify({ image: `data:image/png;base64,${image.toString("base64")}` }));
}

/** What a hostile client repeats to make the scan work. */
export const HOSTILE = { runs: "aB3xY7qR", percent: "%41", escapes: "\\u0041", prefixes: "sk-", schemes: "a://b:" };
