/* Calls a kernel once, on a table that `instructions.py` wrote: see there. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

void run(int64_t *table, int64_t first, int64_t last, int64_t horizon, double *factors,
         double share, int64_t across);

static FILE *file;

static int64_t word(void) {
  int64_t found;
  if (fread(&found, 8, 1, file) != 1) exit(2);
  return found;
}

/* A number as it stands, or the address of an array, at which a size of its own points. */
static int64_t entry(void) {
  const int64_t size = word();
  if (size < 0) return word();
  const int64_t bytes = (size * 8 + 64) / 64 * 64;
  double *array = aligned_alloc(64, (size_t)bytes);
  if (!array || fread(array, 8, (size_t)size, file) != (size_t)size) exit(2);
  return (int64_t)array;
}

int main(int count, char **names) {
  if (count != 2 || !(file = fopen(names[1], "rb"))) return 2;
  const int64_t words = word(), blocks = word(), horizon = word(), across = word();
  double *factors = (double *)entry();
  int64_t *table = malloc((size_t)words * 8 + 8);
  for (int64_t k = 0; k < words; k++) table[k] = entry();
  run(table, 0, blocks, horizon, factors, 1.0 / (double)horizon, across);
  return 0;
}
