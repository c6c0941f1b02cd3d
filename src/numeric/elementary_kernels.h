/* The elementary functions of elementary.h for one argument, as code without branches that vectorises when a loop
 * inlines it.  The bounds are proven in enclosures.md, line by line; a change here is a change there.
 *
 * Needed: IEEE binary64 arithmetic rounding to nearest, no excess precision, no -ffast-math.  A product whose only use
 * is a sum may be contracted to an FMA. */
#ifndef NW_NUMERIC_ELEMENTARY_KERNELS_H
#define NW_NUMERIC_ELEMENTARY_KERNELS_H

#include <float.h>
#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "numeric/elementary.h"

/* -Ofast and its parts reorder sums, divide by multiplying, and let NaN pass: nothing proven would hold.  Asked before
 * the next lines set options of their own. */
#if defined(__FAST_MATH__) || defined(__ASSOCIATIVE_MATH__) || defined(__RECIPROCAL_MATH__)
#error "the proofs are about IEEE arithmetic: build without -Ofast, -ffast-math and the options they turn on"
#elif defined(__FINITE_MATH_ONLY__) && __FINITE_MATH_ONLY__
#error "the proofs rely on NaN and infinities: build without -ffinite-math-only"
#endif

/* Without this GCC turns no choice between two numbers into a blend: comparisons might raise a flag.  Nobody reads the
 * flags; values are the same. */
#if defined(__GNUC__) && !defined(__clang__)
_Pragma("GCC optimize(\"O3\", \"no-trapping-math\")")
#endif

    /* Method 16 (AVX512-FP16) widens half precision alone. */
    _Static_assert((FLT_EVAL_METHOD == 0 || FLT_EVAL_METHOD == 16) && DBL_MANT_DIG == 53 && DBL_MIN_EXP == -1021,
                   "the proofs are about binary64");

#define NW_INLINE static inline __attribute__((always_inline))

/* Before a loop over arrays that are equal or do not overlap. */
#if defined(__clang__)
#define NW_NO_OVERLAP _Pragma("clang loop vectorize(assume_safety)")
#elif defined(__GNUC__)
#define NW_NO_OVERLAP _Pragma("GCC ivdep")
#else
#define NW_NO_OVERLAP
#endif

enum { NW_TANH_STEPS = 1280, NW_EXP_STEPS = 64, NW_ARCTAN_STEPS = 384 };
extern const double nw_tanh_table[NW_TANH_STEPS + 1];
extern const double nw_exp_table[NW_EXP_STEPS];
extern const double nw_arctan_table[NW_ARCTAN_STEPS + 1];

/* Adding 1.5 2^52 rounds a number below 2^50 to an integer, which then stands in the low bits. */
#define NW_ROUND_TO_INTEGER 0x1.8p52

/* ln 2/64 and pi/2 in parts: the first ones so short that their products with the integers below are exact. */
#define NW_LN2_STEP_HIGH 0x1.62e42fefcp-7
#define NW_LN2_STEP_LOW (-0x1.c610ca86c3899p-43)
#define NW_QUARTER_HIGH 0x1.921fb544p+0
#define NW_QUARTER_MIDDLE 0x1.0b4611a6p-34
#define NW_QUARTER_LOW 0x1.3198a2e037073p-69

NW_INLINE int64_t nw_bits(double x)
{
    int64_t bits;
    memcpy(&bits, &x, sizeof bits);
    return bits;
}

NW_INLINE double nw_from_bits(int64_t bits)
{
    double x;
    memcpy(&x, &bits, sizeof x);
    return x;
}

/* A comparison with NaN takes the second. */
NW_INLINE double nw_lesser(double x, double y)
{
    return x < y ? x : y;
}

NW_INLINE double nw_greater(double x, double y)
{
    return x > y ? x : y;
}

/* |x| = i/64 + r, tanh |x| = T + (1 - T^2) d/(1 + T d) with T = tanh(i/64), d = tanh r. */
NW_INLINE double nw_tanh_kernel(double x)
{
    double a = nw_lesser(fabs(x), 20.0); /* NaN becomes 20: 0 <= i <= 1280 */
    double shifted = a * 64.0 + NW_ROUND_TO_INTEGER;
    double r = a - (shifted - NW_ROUND_TO_INTEGER) * 0x1p-6;
    double t = nw_tanh_table[nw_bits(shifted) & 0x7ff];
    double r2 = r * r;
    double d = r + r * r2 * (-1.0 / 3 + r2 * (2.0 / 15 + r2 * (-17.0 / 315)));
    double u = t * d;
    double u2 = u * u;
    double quotient = (d - d * u) * (1.0 + u2) * (1.0 + u2 * u2);
    double y = copysign(t + (1.0 - t * t) * quotient, x);
    return x == x ? y : x;
}

NW_INLINE double nw_logistic_kernel(double x)
{
    return 0.5 + 0.5 * nw_tanh_kernel(0.5 * x);
}

/* e^x = scale (1 + p), scale = 2^(k/64), p = e^r - 1 with x = k ln 2/64 + r; for -708 <= x <= 709. */
typedef struct nw_exp_parts {
    double scale, p;
} nw_exp_parts;

NW_INLINE nw_exp_parts nw_exp_kernel_parts(double x)
{
    double shifted = x * 0x1.71547652b82fep+6 + NW_ROUND_TO_INTEGER;
    double k = shifted - NW_ROUND_TO_INTEGER;
    double r = (x - k * NW_LN2_STEP_HIGH) - k * NW_LN2_STEP_LOW;
    double r2 = r * r;
    double p = r + r2 * (0.5 + r * (1.0 / 6 + r * (1.0 / 24 + r * (1.0 / 120 + r * (1.0 / 720)))));
    uint64_t bits = (uint64_t)nw_bits(shifted), j = bits & (NW_EXP_STEPS - 1);
    /* (k - j)/64 is added to the exponent of 2^(j/64); what stands above bit 17 is shifted out. */
    uint64_t scale = (uint64_t)nw_bits(nw_exp_table[j]) + ((bits - j) << 46);
    return (nw_exp_parts){nw_from_bits((int64_t)scale), p};
}

NW_INLINE double nw_exp_kernel(double x)
{
    double inside = x > 709.0 ? 709.0 : x < -708.0 ? -708.0 : x; /* NaN stays: any bits index the table of 64 */
    nw_exp_parts e = nw_exp_kernel_parts(inside);
    double y = e.scale + e.scale * e.p;
    return x > 709.0 ? (double)INFINITY : x < -708.0 ? 0.0 : y;
}

/* e^x - 1 for x <= 0; for x > 0 some number. */
NW_INLINE double nw_expm1_kernel(double x)
{
    double inside = x > 0.0 ? 0.0 : x < -708.0 ? -708.0 : x;
    nw_exp_parts e = nw_exp_kernel_parts(inside);
    return (e.scale - 1.0) + e.scale * e.p;
}

NW_INLINE double nw_elu_kernel(double x)
{
    double negative = nw_expm1_kernel(x);
    return x > 0.0 ? x : negative;
}

/* arctan a = A + arctan w, A = arctan c and w = (a - c)/(1 + a c) with c = 2^e (1 + j/64) - 1 near a = |x| < 63; above
 * that A = pi/2 and w = -1/a. */
NW_INLINE double nw_arctan_kernel(double x)
{
    double a = fabs(x);
    uint64_t rounded = (uint64_t)nw_bits(a + 1.0) + ((uint64_t)1 << 45);
    int64_t i = (int64_t)(rounded >> 46) - 1023 * 64; /* >= 0; infinity and NaN have the largest */
    i = i < NW_ARCTAN_STEPS ? i : NW_ARCTAN_STEPS;
    double c = nw_from_bits((int64_t)(rounded >> 46 << 46)) - 1.0;
    double base = nw_arctan_table[i];
    bool far = c >= 63.0; /* the same as i = 384 */
    double top = far ? -1.0 : a - c;
    double bottom = far ? a : 1.0 + a * c;
    double w = top / bottom;
    double w2 = w * w;
    double tail = w * w2 * (-1.0 / 3 + w2 * (1.0 / 5 + w2 * (-1.0 / 7 + w2 * (1.0 / 9))));
    return copysign(base + (w + tail), x);
}

/* sin(x + turns pi/2), turns 0 or 1. */
NW_INLINE double nw_sin_kernel(double x, int64_t turns)
{
    double shifted = x * 0x1.45f306dc9c883p-1 + NW_ROUND_TO_INTEGER;
    double k = shifted - NW_ROUND_TO_INTEGER;
    int64_t quadrant = nw_bits(shifted) + turns;
    double r = ((x - k * NW_QUARTER_HIGH) - k * NW_QUARTER_MIDDLE) - k * NW_QUARTER_LOW;
    double r2 = r * r;
    double sine = 1.0 / 362880 + r2 * (-1.0 / 39916800 + r2 * (1.0 / 6227020800 + r2 * (-1.0 / 1307674368000)));
    sine = r + r * r2 * (-1.0 / 6 + r2 * (1.0 / 120 + r2 * (-1.0 / 5040 + r2 * sine)));
    double cosine = -1.0 / 3628800 + r2 * (1.0 / 479001600 + r2 * (-1.0 / 87178291200 + r2 * (1.0 / 20922789888000)));
    cosine = 1.0 / 24 + r2 * (-1.0 / 720 + r2 * (1.0 / 40320 + r2 * cosine));
    cosine = (1.0 - 0.5 * r2) + r2 * r2 * cosine;
    double y = (quadrant & 1) != 0 ? cosine : sine;
    y = (quadrant & 2) != 0 ? -y : y;
    return fabs(x) <= NW_SIN_LIMIT ? y : (double)NAN;
}

#endif
