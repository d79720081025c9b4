/*
 * One of TA-Lib's functions over the bars: prints NANOSECONDS_A_BAR LAST_VALUE.
 * Arguments: BARS BLOCK PASSES NAME; BARS holds open, high, low, close, volume as columns of
 * doubles. They are gone over in blocks, and of every block the best pass counts.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include "ta_libc.h"

static double now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return t.tv_sec * 1e9 + t.tv_nsec;
}

/* `call` fills out from bar s to bar e. */
#define TIME(name, out, call)                                                          \
  if (strcmp(name, argv[4]) == 0) {                                                    \
    int begin = 0, count = 0;                                                          \
    for (int pass = 0; pass < passes; pass++)                                          \
      for (int s = 0; s < n; s += block) {                                             \
        const int e = s + block < n ? s + block - 1 : n - 1;                           \
        double *a = A + s, *b = B + s, *d = D + s;                                     \
        int *whole = W + s;                                                            \
        const double start = now();                                                    \
        call;                                                                          \
        const double time = now() - start;                                             \
        if (pass == 0 || time < best[s / block]) best[s / block] = time;               \
        (void)begin, (void)a, (void)b, (void)d, (void)whole;                           \
      }                                                                                \
    const int s = 0, e = n - 1;                                                        \
    double *a = A, *b = B, *d = D, total = 0;                                          \
    int *whole = W;                                                                    \
    for (int k = 0; k * block < n; k++) total += best[k];                              \
    call;                                                                              \
    (void)begin, (void)a, (void)b, (void)d, (void)whole;                               \
    printf("%.4f %.17g\n", total / n, (double)(out)[count - 1]);                       \
  }

int main(int argc, char **argv) {
  if (argc != 5) return 1;
  FILE *file = fopen(argv[1], "rb");
  if (file == NULL) return 1;
  fseek(file, 0, SEEK_END);
  const int n = (int)(ftell(file) / 40), block = atoi(argv[2]), passes = atoi(argv[3]);
  rewind(file);
  double *o, *h, *l, *c, *v, **columns[] = {&o, &h, &l, &c, &v};
  for (int k = 0; k < 5; k++) {
    *columns[k] = malloc(n * 8);
    if (fread(*columns[k], 8, n, file) != (size_t)n) return 1;
  }
  fclose(file);
  double *A = calloc(n, 8), *B = calloc(n, 8), *D = calloc(n, 8);
  double *best = calloc(n / block + 1, 8);
  int *W = calloc(n, sizeof(int));
  TA_Initialize();
#define OUT &begin, &count
  TIME("sma", a, TA_SMA(s, e, c, 30, OUT, a));
  TIME("ema", a, TA_EMA(s, e, c, 30, OUT, a));
  TIME("wma", a, TA_WMA(s, e, c, 30, OUT, a));
  TIME("dema", a, TA_DEMA(s, e, c, 30, OUT, a));
  TIME("tema", a, TA_TEMA(s, e, c, 30, OUT, a));
  TIME("trima", a, TA_TRIMA(s, e, c, 30, OUT, a));
  TIME("kama", a, TA_KAMA(s, e, c, 30, OUT, a));
  TIME("t3", a, TA_T3(s, e, c, 5, 0.7, OUT, a));
  TIME("mama", a, TA_MAMA(s, e, c, 0.5, 0.05, OUT, a, b));
  TIME("bollinger", a, TA_BBANDS(s, e, c, 20, 2, 2, TA_MAType_SMA, OUT, a, b, d));
  TIME("midpoint", a, TA_MIDPOINT(s, e, c, 14, OUT, a));
  TIME("midprice", a, TA_MIDPRICE(s, e, h, l, 14, OUT, a));
  TIME("psar", a, TA_SAR(s, e, h, l, 0.02, 0.2, OUT, a));
  TIME("highest", a, TA_MAX(s, e, c, 30, OUT, a));
  TIME("lowest", a, TA_MIN(s, e, c, 30, OUT, a));
  TIME("highestbars", whole, TA_MAXINDEX(s, e, c, 30, OUT, whole));
  TIME("sum", a, TA_SUM(s, e, c, 30, OUT, a));
  TIME("stdev", a, TA_STDDEV(s, e, c, 20, 1, OUT, a));
  TIME("variance", a, TA_VAR(s, e, c, 20, 1, OUT, a));
  TIME("correlation", a, TA_CORREL(s, e, c, o, 30, OUT, a));
  TIME("linreg", a, TA_LINEARREG(s, e, c, 14, OUT, a));
  TIME("slope", a, TA_LINEARREG_SLOPE(s, e, c, 14, OUT, a));
  TIME("tsf", a, TA_TSF(s, e, c, 14, OUT, a));
  TIME("rsi", a, TA_RSI(s, e, c, 14, OUT, a));
  TIME("macd", a, TA_MACD(s, e, c, 12, 26, 9, OUT, a, b, d));
  TIME("stoch", a, TA_STOCH(s, e, h, l, c, 14, 3, TA_MAType_SMA, 3, TA_MAType_SMA, OUT, a, b));
  TIME("stochrsi", a, TA_STOCHRSI(s, e, c, 14, 14, 3, TA_MAType_SMA, OUT, a, b));
  TIME("cci", a, TA_CCI(s, e, h, l, c, 20, OUT, a));
  TIME("mfi", a, TA_MFI(s, e, h, l, c, v, 14, OUT, a));
  TIME("willr", a, TA_WILLR(s, e, h, l, c, 14, OUT, a));
  TIME("uo", a, TA_ULTOSC(s, e, h, l, c, 7, 14, 28, OUT, a));
  TIME("mom", a, TA_MOM(s, e, c, 10, OUT, a));
  TIME("roc", a, TA_ROCP(s, e, c, 10, OUT, a));
  TIME("trix", a, TA_TRIX(s, e, c, 30, OUT, a));
  TIME("apo", a, TA_APO(s, e, c, 12, 26, TA_MAType_EMA, OUT, a));
  TIME("bop", a, TA_BOP(s, e, o, h, l, c, OUT, a));
  TIME("aroon", a, TA_AROON(s, e, h, l, 14, OUT, a, b));
  TIME("dmi", a, TA_DX(s, e, h, l, c, 14, OUT, a));
  TIME("adx", a, TA_ADX(s, e, h, l, c, 14, OUT, a));
  TIME("tr", a, TA_TRANGE(s, e, h, l, c, OUT, a));
  TIME("atr", a, TA_ATR(s, e, h, l, c, 14, OUT, a));
  TIME("natr", a, TA_NATR(s, e, h, l, c, 14, OUT, a));
  TIME("obv", a, TA_OBV(s, e, c, v, OUT, a));
  TIME("adl", a, TA_AD(s, e, h, l, c, v, OUT, a));
  TIME("adosc", a, TA_ADOSC(s, e, h, l, c, v, 3, 10, OUT, a));
  TIME("hilbert", a, TA_HT_DCPERIOD(s, e, c, OUT, a));
  TIME("cdl_doji", whole, TA_CDLDOJI(s, e, o, h, l, c, OUT, whole));
  TIME("cdl_engulfing", whole, TA_CDLENGULFING(s, e, o, h, l, c, OUT, whole));
  TIME("cdl_3whitesoldiers", whole, TA_CDL3WHITESOLDIERS(s, e, o, h, l, c, OUT, whole));
  TIME("cdl_morningstar", whole, TA_CDLMORNINGSTAR(s, e, o, h, l, c, 0.3, OUT, whole));
  TA_Shutdown();
  return 0;
}
