/* Taylor polynomials of order 3 of the activations, with remainders, over arrays: loops without branches.  Each
 * expand_* below is proven in section 3 of enclosures.md, with the same names and constants. */
#include <assert.h>

#include "base/hot.h"
#include "numeric/elementary_kernels.h"
#include "numeric/univariate.h"

typedef struct cubic {
    double k0, k1, k2, k3, remainder;
} cubic;

/* The remainder is a sum of products of nonnegative numbers: 2^-47 outweighs 60 roundings, 2^-1000 what underflow takes
 * away. */
NW_INLINE double rounded_up(double remainder)
{
    return remainder * (1.0 + 0x1p-47) + 0x1p-1000;
}

/* The constant `level` where that leaves out less. */
NW_INLINE cubic cubic_or_constant(cubic p, double level, double flat)
{
    bool constant = flat < p.remainder;
    p.k0 = constant ? level : p.k0;
    p.k1 = constant ? 0.0 : p.k1;
    p.k2 = constant ? 0.0 : p.k2;
    p.k3 = constant ? 0.0 : p.k3;
    p.remainder = constant ? flat : p.remainder;
    return p;
}

/* ---- tanh and logistic ---- */

/* f' = s = 1 - f^2, f''/2 = -f s, f'''/6 = s (f^2 - 1/3), f''''/24 = f s (2 - 3 f^2)/3, |f'''''| <= 16 s. */
NW_INLINE cubic expand_tanh(double t0, double rho)
{
    double t = nw_tanh_kernel(t0);
    double t2 = t * t;
    double s = 1.0 - t2;
    cubic p = {.k0 = t, .k1 = s, .k2 = -t * s, .k3 = s * (t2 - 1.0 / 3)};

    /* s is largest at the point nearest to 0. */
    double near = nw_tanh_kernel(nw_greater(fabs(t0) - rho, 0.0));
    double s_most = (1.0 - near * near) + 0x1p-50;
    double fourth = fabs(t * s * (2.0 / 3 - t2)) + 0x1p-50;
    double c = fourth + (2.0 / 15) * s_most * rho; /* Taylor to order 5 */
    c = nw_lesser(c, nw_lesser(s_most * (1.0 / 3), 0.1703));
    double rho2 = rho * rho;
    p.remainder = c * (rho2 * rho2);

    double drift = s_most * rho; /* |f(t) - f(t0)|; or |f| <= 1 */
    return cubic_or_constant(p, drift < 1.0 ? t : 0.0, nw_lesser(drift, 1.0));
}

/* 1/2 + tanh(t/2)/2. */
NW_INLINE cubic expand_logistic(double t0, double rho)
{
    cubic p = expand_tanh(0.5 * t0, 0.5 * rho);
    return (cubic){0.5 + 0.5 * p.k0, 0.25 * p.k1, 0.125 * p.k2, 0.0625 * p.k3, 0.5 * p.remainder};
}

/* ---- arctan ---- */

/* With q = 1/(1 + t^2): f' = q, f''/2 = -t q^2, f'''/6 = q^2 (1 - 4q/3), f''''/24 = t q^3 (2q - 1), and
 * |f^(n)|/n! <= q^(n/2)/n. */
NW_INLINE cubic expand_arctan(double t0, double rho)
{
    double q = 1.0 / (1.0 + t0 * t0);
    double tq = t0 * q; /* t0^2 may overflow: q = 0 and nothing is infinite */
    double q2 = q * q;
    cubic p = {.k0 = nw_arctan_kernel(t0), .k1 = q, .k2 = -tq * q, .k3 = q2 * (1.0 - (4.0 / 3) * q)};

    double near = nw_greater(fabs(t0) - rho, 0.0);
    double q_most = 1.0 / (1.0 + near * near) + 0x1p-60;
    double fourth = fabs(tq * q2 * (2.0 * q - 1.0)) + 0x1p-50;
    /* Tangents of the square root: at 1, 1/16, 1/256, 1/4096. */
    double root = nw_lesser(nw_lesser(0.5 * q_most + 0.5, 2.0 * q_most + 0.125),
                            nw_lesser(8.0 * q_most + 0x1p-5, 32.0 * q_most + 0x1p-7));
    double c = fourth + 0.2 * (q_most * q_most) * root * rho;
    c = nw_lesser(c, 0.25 * (q_most * q_most));
    double rho2 = rho * rho;
    p.remainder = c * (rho2 * rho2);

    double drift = q_most * rho;
    const double quarter_turn = 0x1.921fb54442d19p+0; /* above pi/2 */
    return cubic_or_constant(p, drift < quarter_turn ? p.k0 : 0.0, nw_lesser(drift, quarter_turn));
}

/* ---- piecewise linear ---- */

/* Over an interval that holds 0 inside: the slope is the chord's, whatever it was rounded to; f - slope (t - t0) is
 * extreme at the ends and the kink. */
NW_INLINE cubic relu_with_kink(double t0, double rho)
{
    double slope = nw_lesser(nw_greater(0.5 + 0.5 * (t0 / rho), 0.0), 1.0);
    double run = slope * rho, low = slope * t0;
    double high = nw_greater(run, (t0 + rho) - run);
    return (cubic){0.5 * (low + high), slope, 0.0, 0.0, 0.5 * (high - low) + 0x1p-49 * rho + 0x1p-1000};
}

NW_INLINE cubic expand_relu(double t0, double rho)
{
    cubic kink = relu_with_kink(t0, rho);
    bool inside = fabs(t0) < rho;
    double linear = t0 > 0.0 ? t0 : 0.0, slope = t0 > 0.0 ? 1.0 : 0.0;
    return (cubic){
        .k0 = inside ? kink.k0 : linear, .k1 = inside ? kink.k1 : slope, .remainder = inside ? kink.remainder : 0.0};
}

NW_INLINE double clip(double t)
{
    return nw_lesser(nw_greater(t, 0.0), 1.0);
}

NW_INLINE cubic expand_crelu(double t0, double rho)
{
    double low = t0 - rho, high = t0 + rho;
    double at_low = clip(low), at_high = clip(high);
    bool kink0 = fabs(t0) < rho;
    /* t0 - 1 is exact from 1/2 to 2^52; elsewhere it is rounded, and in doubt the kink is inside. */
    double doubt = t0 >= 0.5 ? 1.0 : 1.0 - 0x1p-50;
    doubt = t0 > 0x1p52 ? 1.0 - 0x1p-50 : doubt;
    bool kink1 = fabs(t0 - 1.0) * doubt < rho;

    /* The chord; with both kinks 1/max(high, 1 - low) leaves less.  Any slope in [0,1] is sound. */
    double chord = (at_high - at_low) / (rho + rho);
    double slope = kink0 && kink1 ? 1.0 / nw_greater(high, 1.0 - low) : chord;
    slope = clip(slope);
    double a = at_low + slope * rho, b = at_high - slope * rho;
    double least = nw_lesser(a, b), most = nw_greater(a, b);
    double v0 = slope * t0, v1 = 1.0 - slope * (1.0 - t0);
    least = kink0 ? nw_lesser(least, v0) : least;
    most = kink0 ? nw_greater(most, v0) : most;
    least = kink1 ? nw_lesser(least, v1) : least;
    most = kink1 ? nw_greater(most, v1) : most;

    bool kink = kink0 || kink1;
    double slack = 0x1p-48 * (rho + fabs(t0)) + 0x1p-1000;
    return (cubic){.k0 = kink ? 0.5 * (least + most) : clip(t0),
                   .k1 = kink                     ? slope
                         : (t0 > 0.0 && t0 < 1.0) ? 1.0
                                                  : 0.0,
                   .remainder = kink ? 0.5 * (most - least) + slack : 0.0};
}

/* ---- elu ---- */

NW_INLINE cubic lesser_remainder(cubic p, cubic q)
{
    bool second = q.remainder < p.remainder;
    return (cubic){second ? q.k0 : p.k0, second ? q.k1 : p.k1, second ? q.k2 : p.k2, second ? q.k3 : p.k3,
                   second ? q.remainder : p.remainder};
}

/* e^t - 1 left of 0, t right of it; across 0 the best of four polynomials. */
NW_INLINE cubic expand_elu(double t0, double rho)
{
    double below = nw_expm1_kernel(t0);
    double e = 1.0 + below;                   /* e^t0 for t0 <= 0, 1 for t0 > 0 */
    double right = t0 + rho, left = rho - t0; /* how far the interval reaches on either side of 0 */
    double e_most = (1.0 + nw_expm1_kernel(right)) + 0x1p-50;
    double rho2 = rho * rho, rho4 = rho2 * rho2;
    double slack = 0x1p-49 * rho;

    cubic smooth = {below, e, 0.5 * e, e * (1.0 / 6), e_most * (1.0 / 24) * rho4};
    double drift = e_most * rho;
    smooth = cubic_or_constant(smooth, drift < 0.5 ? below : -0.5, nw_lesser(drift, 0.5));

    /* 0 <= f'' <= 1. */
    cubic kink = {.k0 = t0 > 0.0 ? t0 : below, .k1 = e, .k2 = 0.25, .remainder = 0.25 * rho2};
    /* f lies between t and t + min(t^2/2, -t). */
    double above = nw_lesser(0.5 * left * left, left);
    kink = lesser_remainder(kink, (cubic){.k0 = t0 + 0.5 * above, .k1 = 1.0, .remainder = 0.5 * above + slack});
    /* e^t - 1 - f lies between 0 and e^w - 1 - w <= over for 0 <= w <= 1. */
    double over = right * right * (0.5 + 0.2183 * right);
    double served = 0.5 * over + (1.0 + right + over) * (1.0 / 24) * rho4 + slack;
    served = t0 <= 0.0 && right <= 1.0 ? served : (double)INFINITY;
    kink = lesser_remainder(kink, (cubic){below - 0.5 * over, e, 0.5 * e, e * (1.0 / 6), served});
    /* relu - f lies between 0 and min(1, -l). */
    cubic chord = relu_with_kink(t0, rho);
    double under = nw_lesser(left, 1.0);
    chord.k0 -= 0.5 * under;
    chord.remainder += 0.5 * under + slack;
    kink = lesser_remainder(kink, chord);

    cubic p = fabs(t0) < rho ? kink : smooth;
    p.remainder = rounded_up(p.remainder);
    cubic line = {.k0 = t0, .k1 = 1.0};
    return t0 >= rho && t0 > 0.0 ? line : p;
}

/* ---- the loops ---- */

#define EXPAND_LOOP(name, expression)                                                                                  \
    NW_CLONES                                                                                                          \
    static void name(size_t n, const double *t0, const double *rho, double *const k[4], double *remainder)             \
    {                                                                                                                  \
        double *k0 = k[0], *k1 = k[1], *k2 = k[2], *k3 = k[3];                                                         \
        NW_NO_OVERLAP                                                                                                  \
        for (size_t i = 0; i < n; i++) {                                                                               \
            cubic p = expression(t0[i], rho[i]);                                                                       \
            k0[i] = p.k0;                                                                                              \
            k1[i] = p.k1;                                                                                              \
            k2[i] = p.k2;                                                                                              \
            k3[i] = p.k3;                                                                                              \
            remainder[i] = p.remainder;                                                                                \
        }                                                                                                              \
    }

NW_INLINE cubic expand_identity(double t0, double rho)
{
    (void)rho;
    return (cubic){.k0 = t0, .k1 = 1.0};
}

NW_INLINE cubic rounded_tanh(double t0, double rho)
{
    cubic p = expand_tanh(t0, rho);
    p.remainder = rounded_up(p.remainder);
    return p;
}

NW_INLINE cubic rounded_logistic(double t0, double rho)
{
    cubic p = expand_logistic(t0, rho);
    p.remainder = rounded_up(p.remainder);
    return p;
}

NW_INLINE cubic rounded_arctan(double t0, double rho)
{
    cubic p = expand_arctan(t0, rho);
    p.remainder = rounded_up(p.remainder);
    return p;
}

EXPAND_LOOP(many_tanh, rounded_tanh)
EXPAND_LOOP(many_logistic, rounded_logistic)
EXPAND_LOOP(many_arctan, rounded_arctan)
EXPAND_LOOP(many_crelu, expand_crelu)
EXPAND_LOOP(many_relu, expand_relu)
EXPAND_LOOP(many_elu, expand_elu)
EXPAND_LOOP(many_identity, expand_identity)

typedef void expand_loop(size_t n, const double *t0, const double *rho, double *const k[4], double *remainder);

static expand_loop *const loops[NW_ACTIVATION_COUNT] = {
    [NW_TANH] = many_tanh, [NW_LOGISTIC] = many_logistic, [NW_ARCTAN] = many_arctan,     [NW_CRELU] = many_crelu,
    [NW_RELU] = many_relu, [NW_ELU] = many_elu,           [NW_IDENTITY] = many_identity,
};

void nw_expand_many(nw_activation activation, size_t n, const double *t0, const double *rho, double *const k[4],
                    double *remainder)
{
    assert((unsigned)activation < NW_ACTIVATION_COUNT);
    loops[activation](n, t0, rho, k, remainder);
}

const double *nw_expansion_error(nw_activation activation)
{
    static const double errors[NW_ACTIVATION_COUNT][4] = {
        [NW_TANH] = {NW_TANH_ERROR, 0x1.5p-51, 0x1.8p-51, 0x1.cp-51},
        [NW_LOGISTIC] = {0x1.8p-53, 0x1.5p-53, 0x1.8p-54, 0x1.cp-55},
        [NW_ARCTAN] = {NW_ARCTAN_ERROR, 0x1p-51, 0x1p-51, 0x1.8p-50},
        [NW_ELU] = {NW_ELU_ERROR, 0x1.4p-52, 0x1.4p-53, 0x1.8p-54},
    };
    assert((unsigned)activation < NW_ACTIVATION_COUNT);
    return errors[activation];
}
