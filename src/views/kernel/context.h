/* Runs that can be tokens with no mark of their own: as RunFilter of run-filter.ts tells, and with a word that may tell them near. */

/* As run-filter.ts writes it. */
typedef struct {
  /* For each byte, the bit of its kind. */
  const u32 *kinds;
  /* 1 for the bytes that no run has and a token can. */
  const u8 *beyond;
  /* The number of demands, then of each: unbroken, cuts, the place of its needs: the number of lists (-1 when not known), then of each its
   * length and its kinds. */
  const int32_t *demands;
  /* For each length up to LONGEST_TOLD, for each demand: the longest token. */
  const u16 *longest;
  /* Bytes before a run and behind it in which a word counts. */
  int32_t reach;
} Context;

static Context context;
/* Whether every word that counts would stand where it is seen. */
static int asksForWords = 1;
EXPORT("askForWords") void askForWords(int asks) { asksForWords = asks; }
EXPORT("context") Context *contextPlace(void) { return &context; }

/* Longest distance before a value at which its name counts: REACH of names.ts. */
#define NAME_REACH 256
/* What is at hand before a text. */
#define MOST_REACH 400
/* Longer runs are not read: whether a word stands near is all that is asked. */
#define LONGEST_READ 1024
/* Longer runs are told from one another no more. */
#define LONGEST_TOLD 512
/* Shorter words of a run are part of no token that has words alone. */
#define SHORTEST_WORD 16

static int hasNeeded(const int32_t *at, u32 held) {
  int lists = *at++;
  if (lists < 0) return 1;
  for (; lists > 0; lists--) {
    int kinds = *at++, all = 1;
    for (; kinds > 0; kinds--) all &= (held & (u32)*at++) != 0;
    if (all) return 1;
  }
  return 0;
}

/* As groupsIn of run-filter.ts: whether any group may have a token in the run. */
static int hasGroup(int start, int end) {
  if (context.beyond[chunk[start - 1]] || context.beyond[chunk[end]]) return 1;
  u32 held = 0;
  int word = 0, longest = 0, shortest = 0x7fffffff, edges = chunk[start - 1] == '\\';
  for (int at = start; at <= end; at++) {
    if (at < end) held |= context.kinds[chunk[at]];
    if (at < end && isWordByte(chunk[at])) {
      word++;
      continue;
    }
    if (word == 0) edges++;
    if (word > longest) longest = word;
    if (word >= SHORTEST_WORD && word < shortest) shortest = word;
    word = 0;
  }
  const int32_t *demands = context.demands, count = demands[0], size = end - start;
  const u16 *ofRun = context.longest + (size < LONGEST_TOLD ? size : LONGEST_TOLD) * count;
  const u16 *ofWord = context.longest + (longest < LONGEST_TOLD ? longest : LONGEST_TOLD) * count;
  for (int i = 0; i < count; i++) {
    const int32_t *demand = demands + 1 + 3 * i;
    int bare = demand[0] ? shortest - 1 : (held & (u32)demand[1]) == 0 ? size - edges : 0;
    if (bare <= (demand[0] ? ofWord : ofRun)[i] && hasNeeded(demands + demand[2], held)) return 1;
  }
  return 0;
}

/* Pieces of the text that is read, when it is a join; where each starts, and where in the text that was joined. */
static int joinedPieces;
static const int32_t *joinedStarts, *joinedSources;
/* Most pieces in one run whose surroundings are looked at. */
#define MOST_PIECES 256

/* The piece that holds a place of the join. */
static int pieceAt(int place) {
  int low = 0, high = joinedPieces;
  while (high - low > 1) {
    int middle = (low + high) / 2;
    if (joinedStarts[middle] <= place) low = middle;
    else high = middle;
  }
  return low;
}

/* Whether a place of the join and one before it stood apart: else nothing of a join is told of what is between them. */
static int spansPieces(int start, int end) { return joinedPieces == 0 || pieceAt(start) != pieceAt(end - 1); }

/* Bytes of a word beyond which its windows do not begin: MOST_OFFSET of finder.ts. */
#define MOST_OFFSET 12

/* The same as wordPlaces, of the text that was joined, and its length. */
static const u64 *sourceWordPlaces;
static int sourceLength;

/* Whether a word begins in `[from, to)` of a text, by where the windows of words stand. */
static int hasWordIn(const u64 *places, int bytes, int from, int to) {
  if (from < 0) from = 0;
  to = to + MOST_OFFSET < bytes ? to + MOST_OFFSET : bytes;
  if (from >= to) return 0;
  const int first = from >> 6, last = (to - 1) >> 6;
  for (int word = first; word <= last; word++) {
    u64 some = places[word];
    if (word == first) some &= ~0ull << (from & 63);
    if (word == last && (to & 63) != 0) some &= ~0ull >> (64 - (to & 63));
    if (some != 0) return 1;
  }
  return 0;
}

/* Whether a word stands in the text that was joined, near a piece of the run `[start, end)` of the join. */
static int hasWordAtPieces(int start, int end, int back, int reach) {
  for (int piece = pieceAt(start), count = 0; piece < joinedPieces && joinedStarts[piece] < end; piece++) {
    if (++count > MOST_PIECES) return 1;
    int size = piece + 1 < joinedPieces ? joinedStarts[piece + 1] - joinedStarts[piece] : 1;
    int from = joinedSources[piece];
    if (hasWordIn(sourceWordPlaces, sourceLength, from - back, from + size + reach)) return 1;
  }
  return 0;
}

/* Whether a word stands in or near `[start, end)` of the chunk. */
static int hasWord(int start, int end, int isLong) {
  if (!asksForWords || context.reach > MOST_REACH || (more && end + context.reach >= limit)) return 1;
  const int reach = context.reach + 8, back = context.reach > NAME_REACH ? reach : NAME_REACH + 8;
  const int base = (int)(chunk - text);
  if (joinedPieces > 0 && hasWordAtPieces(base + start, base + end, back, reach)) return 1;
  if (!isLong) return hasWordIn(wordPlaces, length, base + start - back, base + end + reach);
  return hasWordIn(wordPlaces, length, base + start - back, base + start) || hasWordIn(wordPlaces, length, base + end - 64, base + end + reach);
}

static int isCandidate(int start, int end) {
  const int isLong = end - start > LONGEST_READ;
  if (end >= limit && more) return 1;
  return hasWord(start, end, isLong) && (isLong || hasGroup(start, end));
}
