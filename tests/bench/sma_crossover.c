/*
 * The yardstick: the SMA crossover of sma_crossover.strat as a careful C programmer would write it
 * by hand, for this one strategy and these costs. Built by bench.ts with gcc -O3 -march=native.
 *
 * usage: sma_crossover BARS RUNS WARMUP, columns open and close as raw doubles in the file BARS.
 * Prints one line of JSON: the results, the first run's time and the median of the runs after
 * WARMUP of them. A run allocates what it returns, as the other contestants do.
 */
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

enum { FAST = 10, SLOW = 30 };
static const double CASH = 100000, FRACTION = 0.95, PER_SHARE = 0.005, SLIPPAGE = 0.0002;

typedef struct {
  int32_t entry_bar, exit_bar;
  double quantity, entry_price, exit_price, profit;
} Trade;

typedef struct {
  double *equity;
  Trade *trades;
  int trade_count;
  double final_equity, max_drawdown, sharpe;
} Result;

static Result run(const double *open, const double *close, int bars, double periods_per_year) {
  Result result = {malloc(sizeof(double) * bars), NULL, 0, 0, 0, 0};
  int room = 64;
  result.trades = malloc(sizeof(Trade) * room);
  double fast_sum = 0, slow_sum = 0, fast_before = NAN, slow_before = NAN;
  double cash = CASH, position = 0, entry_price = 0, paid = 0, peak = CASH, drawdown = 0;
  double wanted = 0, before = CASH, deepest = CASH, sum = 0, squares = 0;
  int entry_bar = 0, enter = 0, leave = 0;
  for (int i = 0; i < bars; i++) {
    if (enter) {
      const double price = open[i] * (1 + SLIPPAGE);
      paid = PER_SHARE * wanted;
      cash -= price * wanted + paid;
      position = wanted;
      entry_price = price;
      entry_bar = i;
      enter = 0;
    } else if (leave) {
      const double price = open[i] * (1 - SLIPPAGE), fee = PER_SHARE * position;
      cash += price * position - fee;
      if (result.trade_count == room) {
        room *= 2;
        result.trades = realloc(result.trades, sizeof(Trade) * room);
      }
      result.trades[result.trade_count++] =
          (Trade){entry_bar, i, position, entry_price, price,
                  (price - entry_price) * position - fee - paid};
      position = 0;
      leave = 0;
    }
    fast_sum += close[i];
    slow_sum += close[i];
    if (i >= FAST) fast_sum -= close[i - FAST];
    if (i >= SLOW) slow_sum -= close[i - SLOW];
    const double equity = cash + position * close[i];
    result.equity[i] = equity;
    if (equity != before) {
      const double change = equity / before - 1;
      before = equity;
      sum += change;
      squares += change * change;
    }
    if (equity >= peak) {
      peak = equity;
      deepest = peak * (1 - drawdown);
    } else if (equity < deepest) {
      drawdown = (peak - equity) / peak;
      deepest = equity;
    }
    if (i < SLOW - 1) continue;
    const double fast = fast_sum / FAST, slow = slow_sum / SLOW;
    if (position == 0) {
      if (fast_before <= slow_before && fast > slow) {
        wanted = floor(equity * FRACTION / close[i]);
        enter = wanted > 0;
      }
    } else if (fast_before >= slow_before && fast < slow) {
      leave = 1;
    }
    fast_before = fast;
    slow_before = slow;
  }
  const double mean = sum / (bars - 1);
  const double variance = (squares - (bars - 1) * mean * mean) / (bars - 2);
  result.final_equity = result.equity[bars - 1];
  result.max_drawdown = drawdown;
  result.sharpe = mean / sqrt(variance) * sqrt(periods_per_year);
  return result;
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
  double *columns = malloc(sizeof(double) * 2 * bars);
  if (fread(columns, sizeof(double), 2 * (size_t)bars, file) != 2 * (size_t)bars) return 4;
  fclose(file);

  const int runs = atoi(arguments[2]), warmup = atoi(arguments[3]);
  const double periods = atof(arguments[4]);
  double *times = malloc(sizeof(double) * runs);
  Result last = {0};
  for (int k = 0; k < runs; k++) {
    const double start = now_ms();
    last = run(columns, columns + bars, bars, periods);
    times[k] = now_ms() - start;
    if (k < runs - 1) {
      free(last.equity);
      free(last.trades);
    }
  }
  const double cold = times[0];
  qsort(times + warmup, runs - warmup, sizeof(double), ascending);
  printf("{\"coldMs\":%.17g,\"ms\":%.17g,\"trades\":%d,\"finalEquity\":%.17g,"
         "\"maxDrawdown\":%.17g,\"sharpe\":%.17g}\n",
         cold, times[warmup + (runs - warmup) / 2], last.trade_count, last.final_equity,
         last.max_drawdown, last.sharpe);
  return 0;
}
