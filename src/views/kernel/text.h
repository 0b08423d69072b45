/* The text, the chunk of it that is read, and what the passes leave for each other. */
#include <stdint.h>
#include <wasm_simd128.h>

#define INLINE static inline __attribute__((always_inline))
#define NEVER_INLINE __attribute__((noinline))
#define EXPORT(name) __attribute__((export_name(name)))

typedef uint8_t u8;
typedef uint16_t u16;
typedef uint32_t u32;
typedef uint64_t u64;

/* Places of a chunk count from BEFORE bytes before its first: those of the text, or zeros. It is read up to AHEAD bytes beyond its end. */
#define BEFORE 64
#define CHUNK 32768
#define AHEAD 256
#define WORDS ((BEFORE + CHUNK + AHEAD) / 64 + 2)

#define RUN_LENGTH 16

/* At least 512 bytes before the text and behind it are at hand: zeros. */
static const u8 *text;
static int length;

static const u8 *chunk;
/* Bytes of the chunk; place behind what is read of it; whether the text goes on there. */
static int core, limit, more;

/* A bit for each byte of the chunk. */
static u64 runBits[WORDS + 2] __attribute__((aligned(16)));
static u64 quoteBits[WORDS + 2];
static u64 seamBits[WORDS + 2];
static u64 slashBits[WORDS + 2];
static u64 pairBits[WORDS + 2] __attribute__((aligned(16)));
static u64 letterBits[WORDS + 2];
static u64 digitBits[WORDS + 2];

/* Lists for TypeScript. Places count from the first byte of the chunk. */
#define MOST_HITS CHUNK
static int32_t runs[3 * (CHUNK / 17 + 2)];
static int32_t slashes[CHUNK / 2 + 2];
static int32_t quotes[CHUNK + 2];
/* Start and number of each fixed string. */
static int32_t hits[2 * MOST_HITS];
/* Of `runs`, those that can be tokens told by words: their places in that list, counted in runs. */
static int32_t candidates[CHUNK / 17 + 2];
/* Start and end of each row of words. */
#define MOST_ROWS 256
static int32_t rows[2 * MOST_ROWS];
/* Numbers of their entries, and what else is known: see the enumeration. HITS and ROWS are -1 when there are too many. */
static int32_t results[10];
enum { RUNS, SLASHES, QUOTES, TELLS, LEAD, LISTS, HITS, CANDIDATES, ROWS, HOLDS_WORDS };

/* Room for what containers begin with. */
enum { MOST_CONTAINERS = 40 };

/* What TypeScript fills in: see text-tables.ts for each. */
static struct {
  u8 kinds[256];
  u8 hex[256];
  int8_t base64[256];
  u8 probe[256];
  u8 text[256];
  u8 base32[256];
  u8 probes[64];
  u8 inOrder[64];
  u8 lowA[16], highA[16], lowB[16], highB[16];
  u8 opens[256];
  u32 containers[MOST_CONTAINERS];
} tables __attribute__((aligned(16)));

/* Bits of tables.kinds. */
enum { LITERAL = 1, BETWEEN = 2, QUOTE = 4, BREAK = 8, CLASS = 16, WORD = 32, ROUND_PAIR = 64, RUN = 128 };

/* Bits of the two classes that one look at a byte's halves gives: lowA & highA, lowB & highB. */
enum { LETTERS = 0x18, IN_RUN = 0x1f };

/* Bits of a run's uses: which decoders can make something of it, and whether it may be a value that detectors locate in runs. */
enum { BASE64 = 1, BASE32 = 2, HEX = 4, VALUE = 8 };

EXPORT("tables") void *tablesPlace(void) { return &tables; }
EXPORT("runs") int32_t *runsPlace(void) { return runs; }
EXPORT("slashes") int32_t *slashesPlace(void) { return slashes; }
EXPORT("quotes") int32_t *quotesPlace(void) { return quotes; }
EXPORT("hits") int32_t *hitsPlace(void) { return hits; }
EXPORT("rows") int32_t *rowsPlace(void) { return rows; }
EXPORT("candidates") int32_t *candidatesPlace(void) { return candidates; }
EXPORT("results") int32_t *resultsPlace(void) { return results; }

static void enterChunk(int from) {
  int left = length - from;
  core = left < CHUNK ? left : CHUNK;
  int ahead = left - core < AHEAD ? left - core : AHEAD;
  chunk = text + from - BEFORE;
  limit = BEFORE + core + ahead;
  more = from + core + ahead < length;
}

static inline int is(const u8 *at, int kind) { return (tables.kinds[*at] & kind) != 0; }
