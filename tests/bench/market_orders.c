/*
 * The yardstick for orders: market_orders.strat as a careful C programmer would write it by hand
 * for this one strategy, with the books that Lockstep keeps: money in whole millionths, rounded
 * half to even; funds asked for; a row for every order, trade, entry and decision; the equity at
 * every bar. Built by bench.ts with gcc -O3 -march=native.
 *
 * usage: market_orders BARS RUNS WARMUP LENGTH, columns open and close as raw doubles in the file
 * BARS, of which LENGTH bars are one instrument. Prints one line of JSON: the results, and the
 * median and the least of the runs after WARMUP of them. A run allocates all that it leaves, and
 * leaves one instrument's before it begins the next one's.
 */
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

static const double CASH = 100000, QUANTITY = 100, PER_SHARE = 0.005, SLIPPAGE = 0.0002;

typedef struct {
  double id, rule, codes, bar, outcome_bar, reason, quantity, price, fill, commission, risk, limit;
} Order;

typedef struct {
  double entry_row, exit_row, borrow, cost;
} Trade;

typedef struct {
  double bar, fired;
} Decision;

#define ROWS(Type)     \
  struct {             \
    Type *rows;        \
    int count, room;   \
  }

/* The next row of a list that grows; the list is never empty afterwards. */
#define APPEND(list)                                                                         \
  ((list).count == (list).room                                                               \
       ? ((list).room = (list).room ? 2 * (list).room : 64,                                  \
          (list).rows = realloc((list).rows, sizeof *(list).rows * (size_t)(list).room))     \
       : 0,                                                                                  \
   &(list).rows[(list).count++])

typedef struct {
  int orders, trades;
  double final_equity, commission;
} Result;

/* Money in whole millionths. */
static double micros(double money) {
  const double rounded = nearbyint(money * 1e6);
  if (!(fabs(rounded) <= 9007199254740991.0)) abort();
  return rounded;
}

static void run(const double *open, const double *close, int bars, Result *result) {
  double *equity = malloc(sizeof(double) * (size_t)bars);
  ROWS(Order) orders = {0};
  ROWS(Trade) trades = {0};
  ROWS(Decision) decisions = {0};
  ROWS(double) entries = {0};
  double cash_micros = micros(CASH), cash = CASH, commission = 0, position = 0, cost = 0;
  double entry_row = 0;
  int sent = 0, ordered_at = -1, enters = 0;
  for (int i = 0; i < bars; i++) {
    if (ordered_at >= 0) {
      const double price = open[i] * (1 + (enters ? SLIPPAGE : -SLIPPAGE));
      const double fee = micros(PER_SHARE * QUANTITY);
      const double value = micros(price * QUANTITY);
      const double moved = (enters ? -value : value) - fee;
      cash_micros += moved;
      cash = cash_micros / 1e6;
      commission += fee;
      if (!(fabs(cash_micros) <= 9007199254740991.0)) abort();
      *APPEND(orders) = (Order){sent++, !enters, enters, ordered_at, i, 0, QUANTITY, NAN, price,
                                fee, NAN, NAN};
      if (enters) {
        position = QUANTITY;
        cost = moved;
        entry_row = orders.count - 1;
        *APPEND(entries) = i;
      } else {
        position = 0;
        *APPEND(trades) = (Trade){entry_row, orders.count - 1, 0, cost};
      }
      ordered_at = -1;
    }
    equity[i] = cash + position * close[i];
    if (i == 0) continue;
    if (position == 0 ? close[i] > close[i - 1] : close[i] < close[i - 1]) {
      *APPEND(decisions) = (Decision){i, position == 0 ? 1 : 2};
      enters = position == 0;
      if (!enters || close[i] * QUANTITY + PER_SHARE * QUANTITY <= equity[i]) ordered_at = i;
    }
  }
  result->orders += orders.count + (ordered_at >= 0);
  result->trades += trades.count;
  result->final_equity += equity[bars - 1];
  result->commission += commission / 1e6;
  free(equity);
  free(orders.rows);
  free(trades.rows);
  free(decisions.rows);
  free(entries.rows);
}

static double now_ms(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return t.tv_sec * 1e3 + t.tv_nsec * 1e-6;
}

static int ascending(const void *a, const void *b) {
  const double x = *(const double *)a, y = *(const double *)b;
  return (x > y) - (x < y);
}

int main(int count, char **arguments) {
  if (count != 5) return 2;
  FILE *file = fopen(arguments[1], "rb");
  if (!file) return 3;
  fseek(file, 0, SEEK_END);
  const int bars = (int)(ftell(file) / (long)(2 * sizeof(double)));
  rewind(file);
  double *columns = malloc(sizeof(double) * 2 * (size_t)bars);
  if (fread(columns, sizeof(double), 2 * (size_t)bars, file) != 2 * (size_t)bars) return 4;
  fclose(file);

  const int runs = atoi(arguments[2]), warmup = atoi(arguments[3]), length = atoi(arguments[4]);
  double *times = malloc(sizeof(double) * (size_t)runs);
  Result result = {0};
  for (int k = 0; k < runs; k++) {
    const double start = now_ms();
    result = (Result){0};
    for (int from = 0; from + length <= bars; from += length)
      run(columns + from, columns + bars + from, length, &result);
    times[k] = now_ms() - start;
  }
  qsort(times + warmup, (size_t)(runs - warmup), sizeof(double), ascending);
  printf("{\"ms\":%.17g,\"leastMs\":%.17g,\"orders\":%d,\"trades\":%d,\"finalEquity\":%.17g,"
         "\"commission\":%.17g}\n",
         times[warmup + (runs - warmup) / 2], times[warmup], result.orders, result.trades,
         result.final_equity, result.commission);
  return 0;
}
