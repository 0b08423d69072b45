/*
 * Hyperscan over files: hyperscan RULES BODY...
 * RULES has one regular expression a line, those that Hyperscan does not take are left out. Prints one JSON object: how many rules were taken,
 * and for each body the median over five rounds of the microseconds of CPU that one scan takes, and how many rules match.
 */
#include <hs/hs.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { MAX_RULES = 4096, ROUNDS = 5 };

static unsigned char matched[MAX_RULES];

static int on_match(unsigned int id, unsigned long long from, unsigned long long to, unsigned int flags, void *context) {
  (void)from, (void)to, (void)flags, (void)context;
  matched[id] = 1;
  return 0;
}

static double cpu_microseconds(void) {
  struct timespec now;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
  return now.tv_sec * 1e6 + now.tv_nsec / 1e3;
}

static char *read_file(const char *path, size_t *length) {
  FILE *file = fopen(path, "rb");
  if (!file) exit(2);
  fseek(file, 0, SEEK_END);
  *length = ftell(file);
  rewind(file);
  char *bytes = malloc(*length + 1);
  if (fread(bytes, 1, *length, file) != *length) exit(2);
  bytes[*length] = 0;
  fclose(file);
  return bytes;
}

/* The rules that compile alone, one after another. */
static unsigned int usable_rules(char *text, const char **rules) {
  unsigned int count = 0;
  for (char *line = strtok(text, "\n"); line && count < MAX_RULES; line = strtok(NULL, "\n")) {
    hs_database_t *database;
    hs_compile_error_t *error;
    if (hs_compile(line, 0, HS_MODE_BLOCK, NULL, &database, &error) == HS_SUCCESS) {
      hs_free_database(database);
      rules[count++] = line;
    } else {
      hs_free_compile_error(error);
    }
  }
  return count;
}

static double cost_of(const hs_database_t *database, hs_scratch_t *scratch, const char *body, unsigned int length, long calls) {
  double before = cpu_microseconds();
  for (long i = 0; i < calls; i++) hs_scan(database, body, length, 0, scratch, on_match, NULL);
  return (cpu_microseconds() - before) / calls;
}

static int ascending(const void *one, const void *other) {
  double a = *(const double *)one, b = *(const double *)other;
  return (a > b) - (a < b);
}

int main(int argc, char **argv) {
  static const char *rules[MAX_RULES];
  static unsigned int flags[MAX_RULES], ids[MAX_RULES];
  if (argc < 3) return 2;
  size_t length;
  unsigned int count = usable_rules(read_file(argv[1], &length), rules);
  for (unsigned int i = 0; i < count; i++) ids[i] = i;
  hs_database_t *database;
  hs_compile_error_t *error;
  if (hs_compile_multi(rules, flags, ids, count, HS_MODE_BLOCK, NULL, &database, &error) != HS_SUCCESS) {
    fprintf(stderr, "%s\n", error->message);
    return 1;
  }
  hs_scratch_t *scratch = NULL;
  hs_alloc_scratch(database, &scratch);
  printf("{\"version\":\"%s\",\"rules\":%u,\"bodies\":[", hs_version(), count);
  for (int i = 2; i < argc; i++) {
    char *body = read_file(argv[i], &length);
    memset(matched, 0, sizeof matched);
    hs_scan(database, body, length, 0, scratch, on_match, NULL);
    unsigned int found = 0;
    for (unsigned int rule = 0; rule < count; rule++) found += matched[rule];
    long calls = 1;
    while (cost_of(database, scratch, body, length, calls) * calls < 30000) calls *= 2;
    double rounds[ROUNDS];
    for (int round = 0; round < ROUNDS; round++) rounds[round] = cost_of(database, scratch, body, length, calls);
    qsort(rounds, ROUNDS, sizeof *rounds, ascending);
    printf("%s{\"bytes\":%zu,\"microseconds\":%.3f,\"findings\":%u}", i > 2 ? "," : "", length, rounds[ROUNDS / 2], found);
    free(body);
  }
  printf("]}\n");
  return 0;
}
