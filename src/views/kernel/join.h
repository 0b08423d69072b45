/* The strings of a JSON text that are values, joined: as jsonValues of split-values.ts and joinValues of joins.ts do it. */

/* More names than this are not told apart. */
#define MOST_NAMES 256
#define LONGEST_NAME 64
#define NAME_SLOTS 1024
/* Longest value that can be a piece as a whole, and fewest bytes of a join. */
#define LONGEST_PIECE 256
#define LEAST_JOIN 8
/* Line breaks between joins: no match runs over them, and no text in lines of base64. */
#define SEAM 3

typedef struct {
  int32_t start, end, next;
} Value;

/* Room that TypeScript gives: see kernel.ts. */
static struct {
  Value *values;
  int32_t mostValues;
  u8 *out;
  int32_t mostOut;
  int32_t *starts, *sources;
  int32_t mostPieces;
  u64 *bits, *words;
} room;
EXPORT("room") void *roomPlace(void) { return &room; }

/* Pieces of the join that was made last. */
static int pieceCount;

static struct {
  int32_t start, end, group;
  /* Of an earlier text when it is not the present one. */
  u32 generation;
} names[NAME_SLOTS];
static u32 generation;
static struct {
  int32_t first, last, count;
} groups[MOST_NAMES + 2];
static int groupCount;

static int nextQuote(int at) {
  const v128_t quote = wasm_i8x16_splat('"');
  for (; at < length; at += 16) {
    u32 found = wasm_i8x16_bitmask(wasm_i8x16_eq(wasm_v128_load(text + at), quote));
    if (found != 0) return at + __builtin_ctz(found);
  }
  return length;
}

static int closingQuote(int from) {
  int at = nextQuote(from);
  for (; at < length; at = nextQuote(at + 1)) {
    int slashes = 0;
    while (at - 1 - slashes >= from && text[at - 1 - slashes] == '\\') slashes++;
    if (slashes % 2 == 0) break;
  }
  return at;
}

static int isKey(int at) {
  while (at < length && text[at] <= ' ') at++;
  return at < length && text[at] == ':';
}

static int isSame(const u8 *one, const u8 *other, int bytes) {
  for (int i = 0; i < bytes; i++)
    if (one[i] != other[i]) return 0;
  return 1;
}

/* The group of a name, -1 for one too many. */
static int groupOf(int start, int end) {
  u32 hash = 0;
  for (int at = start; at < end; at++) hash = hash * 31 + text[at];
  for (u32 slot = hash % NAME_SLOTS;; slot = (slot + 1) % NAME_SLOTS) {
    if (names[slot].generation != generation) {
      if (groupCount > MOST_NAMES) return -1;
      names[slot].start = start, names[slot].end = end, names[slot].group = groupCount, names[slot].generation = generation;
      groups[groupCount].first = groups[groupCount].last = -1, groups[groupCount].count = 0;
      return groupCount++;
    }
    if (names[slot].end - names[slot].start == end - start && isSame(text + names[slot].start, text + start, end - start))
      return names[slot].group;
  }
}

/* Gives the number of values, -1 when there is no room for them. */
static int collectValues(void) {
  generation++;
  groupCount = 0;
  int count = 0, group = groupOf(0, 0);
  for (int open = nextQuote(0); open < length;) {
    int close = closingQuote(open + 1);
    if (close >= length) break;
    if (isKey(close + 1)) {
      group = close - open > LONGEST_NAME ? groupOf(0, 0) : groupOf(open + 1, close);
    } else {
      if (count >= room.mostValues) return -1;
      room.values[count] = (Value){open + 1, close, -1};
      if (group >= 0) {
        if (groups[group].first < 0) groups[group].first = count;
        else room.values[groups[group].last].next = count;
        groups[group].last = count, groups[group].count++;
      }
      count++;
    }
    open = nextQuote(close + 1);
  }
  return count;
}

/* Where the join that is being made begins, and how far it has come. */
static int joinStart, joinEnd, firstPiece, isFull;

static void addPiece(int start, int end) {
  if (pieceCount + 2 >= room.mostPieces || joinEnd + end - start + SEAM + 1 >= room.mostOut) {
    isFull = 1;
    return;
  }
  room.starts[pieceCount] = joinEnd, room.sources[pieceCount] = start, pieceCount++;
  for (int at = start; at < end; at++) room.out[joinEnd++] = text[at];
}

/* Ends a join. */
static void flush(void) {
  if (pieceCount - firstPiece >= 2 && joinEnd - joinStart >= LEAST_JOIN && !isFull) {
    int last = room.sources[pieceCount - 1] + joinEnd - room.starts[pieceCount - 1] - 1;
    room.starts[pieceCount] = joinEnd, room.sources[pieceCount] = last, pieceCount++;
    for (int i = 0; i < SEAM; i++) room.out[joinEnd++] = '\n';
  } else {
    joinEnd = joinStart;
    pieceCount = firstPiece;
  }
  joinStart = joinEnd;
  firstPiece = pieceCount;
}

static int wordEnd(int start, int end) {
  int stop = end < start + LONGEST_PIECE + 1 ? end : start + LONGEST_PIECE + 1, at = start;
  while (at < stop && text[at] > ' ') at++;
  return at;
}

static int wordStart(int start, int end) {
  int stop = start > end - LONGEST_PIECE - 1 ? start : end - LONGEST_PIECE - 1, at = end;
  while (at > stop && text[at - 1] > ' ') at--;
  return at;
}

static void addValue(int start, int end) {
  if (end <= start) return;
  int first = wordEnd(start, end);
  if (first == end) {
    addPiece(start, end);
    return;
  }
  if (first > start && first - start <= LONGEST_PIECE) addPiece(start, first);
  flush();
  int last = wordStart(start, end);
  if (last < end && end - last <= LONGEST_PIECE) addPiece(last, end);
}

/* Joins the values of the text, all and those of each name: into `room`. Gives the length, -1 when there is not room enough. */
EXPORT("join") int joinText(void) {
  pieceCount = joinStart = joinEnd = firstPiece = isFull = 0;
  int count = collectValues();
  if (count < 0) return -1;
  for (int i = 0; i < count; i++) addValue(room.values[i].start, room.values[i].end);
  flush();
  for (int group = 0; group < groupCount; group++) {
    if (groups[group].count < 2 || groups[group].count == count) continue;
    for (int i = groups[group].first; i >= 0; i = room.values[i].next) addValue(room.values[i].start, room.values[i].end);
    flush();
  }
  if (isFull) return -1;
  __builtin_memset(room.out - 512, 0, 512);
  __builtin_memset(room.out + joinEnd, 0, 512);
  __builtin_memset(room.bits, 0, (unsigned)(joinEnd / 8 + 16));
  for (int i = 0; i < pieceCount; i++) room.bits[room.starts[i] >> 6] |= 1ull << (room.starts[i] & 63);
  return joinEnd;
}

/* Makes the join of the text, just made, the text that is read; gives the number of its pieces. */
EXPORT("enterJoin") int enterJoin(void) {
  sourceWordPlaces = wordPlaces;
  sourceLength = length;
  text = room.out;
  length = joinEnd;
  wordPlaces = room.words;
  pieceStarts = room.bits;
  joinedStarts = room.starts, joinedSources = room.sources, joinedPieces = pieceCount;
  return pieceCount;
}
