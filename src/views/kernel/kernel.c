/*
 * One pass over a text with SIMD, for what every text is asked: where its runs are, and which of them a decoder can make something of;
 * which backslashes and quotes a decoder has to look at; which fixed strings stand in it; which runs can be tokens that words near them
 * tell; where words stand in rows and digits in groups. What follows works on those lists only.
 *
 * Built by build.mjs into binary.ts. The TypeScript beside it says the same, for where there is no WebAssembly with SIMD, and is what the
 * lists are held against in the tests. Tables come from TypeScript (`kernel.ts`, `finder.ts`), so that each is defined once.
 */
#include "text.h"

#include "classify.h"
#include "stretch.h"

#include "finder.h"

#include "context.h"
#include "uses.h"
#include "values.h"

#include "runs.h"

#include "rows.h"

#include "cut.h"
#include "escapes.h"
#include "quotes.h"

/* Which text the calls that follow are about. */
EXPORT("enter") void enterText(const u8 *at, int bytes, u64 *words) {
  text = at;
  length = bytes;
  pieceStarts = 0;
  joinedPieces = 0;
  wordPlaces = words;
}

/* Where in the text what begins a word may begin, whatever stands before: a bit for each byte. */
EXPORT("enterStarts") void enterStarts(const u64 *bits) { pieceStarts = bits; }

/* Reads the chunk of at most CHUNK bytes that starts at `from`. */
EXPORT("index") void indexChunk(int from) {
  enterChunk(from);
  results[TELLS] = classify();
  results[HITS] = 0;
  results[HOLDS_WORDS] = 0;
  results[CANDIDATES] = 0;
  findLiterals();
  findRuns();
  findSlashes();
  findQuotes();
  results[LISTS] = findLists() | findDigitGroups();
  findRows();
  results[LEAD] = stretchEnd(runBits, BEFORE) - BEFORE;
}

#include "join.h"
