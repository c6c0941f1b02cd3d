/* Targets: value, batch, enclosure and Taylor model of every family agree; divided differences never exceed the proven
 * norm; what certificates hold gives the same function back. */
#include "target/target.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/text.h"
#include "check_common.h"
#include "target/upward.h"

/* ---- targets to test ---- */

static nw_target *parsed(const char *word)
{
    nw_target *target;
    nw_error error;
    if (nw_target_parse(&target, word, &error) != NW_OK)
        ck_abort_msg("%s: %s", word, error.message);
    return target;
}

static const char *const FORMULAS[] = {
    "sin(3*x1)/4", "exp(x1*x2)-tanh(5*x1)^2", "1/(3+x1+I1)", "cos(pi*x1)*min(x1,1/3)", "abs(x1-0.1)*abs(I1)",
};

/* A word of a random small target; the caller frees. */
static char *random_word(gsl_rng *rng)
{
    int n = (int)ct_between(rng, 1, 3), m = (int)ct_between(rng, 1, n == 1 ? 12 : 4), r = (int)ct_between(rng, 1, 3);
    unsigned seed = (unsigned)ct_between(rng, 0, 100000);
    switch (ct_between(rng, 0, 6)) {
    case 0: return nw_format("bump:r=%d,n=%d,M=%d,signs=seed:%u", (int)ct_between(rng, 1, 5), n, m, seed);
    case 1: return nw_format("step:r=%d,n=%d,M=%d,signs=seed:%u", (int)ct_between(rng, 1, 5), n, m, seed);
    case 2: return nw_format("trig:r=%d,n=%d,terms=5,degree=3,seed=%u", r, n, seed);
    case 3: return nw_format("tanhnet:r=%d,n=%d,width=5,scale=2.5,seed=%u", r, n, seed);
    case 4:
        return nw_format("product:r=%d,m1=%d,m2=%d,seed=%u", r, (int)ct_between(rng, 1, 2), (int)ct_between(rng, 1, 2),
                         seed);
    case 5:
        return nw_format("inner:r=%d,m1=%d,m2=%d,width=4,seed=%u", r, (int)ct_between(rng, 1, 2),
                         (int)ct_between(rng, 1, 2), seed);
    default: return nw_format("expr:%s", FORMULAS[ct_between(rng, 0, 4)]);
    }
}

static double uniform(gsl_rng *rng, double low, double high)
{
    return low + (high - low) * gsl_rng_uniform(rng);
}

/* A place on an axis: anywhere, on a cut, beside one, at an end. */
static double random_place(gsl_rng *rng, const nw_target *target, int axis)
{
    size_t count;
    const double *cuts = nw_target_cuts(target, axis, &count);
    double cut = count > 0 ? cuts[ct_between(rng, 0, (slong)count - 1)] : 0;
    switch (ct_between(rng, 0, 9)) {
    case 0: return cut;
    case 1: return nextafter(cut, 1);
    case 2: return nextafter(cut, -1);
    case 3: return ct_between(rng, 0, 1) == 0 ? -1 : 1;
    case 4: return uniform(rng, -1e-300, 1e-300);
    default: return uniform(rng, -1, 1);
    }
}

/* What values in double may be off by. */
static double slack(const nw_target *target)
{
    return nw_target_scale(target) > 0 ? 1e-12 * nw_target_amplitude(target) : 1e-13;
}

/* ---- evaluation ---- */

START_TEST(values_agree)
{
    gsl_rng *rng = ct_rng("values");
    arb_t low, high, gap;
    arb_init(low);
    arb_init(high);
    arb_init(gap);
    for (int round = 0; round < 200; round++) {
        enum { POINTS = 300 };
        char *word = random_word(rng);
        nw_target *target = parsed(word);
        int n = nw_target_inputs(target);
        double *x = nw_alloc((size_t)(POINTS * n), sizeof *x), *y = nw_alloc(POINTS, sizeof *y);
        for (int i = 0; i < POINTS * n; i++)
            x[i] = random_place(rng, target, i % n);
        nw_target_values(target, POINTS, x, y);
        for (int i = 0; i < POINTS; i += 1 + (int)ct_between(rng, 0, 30)) {
            const double *at = x + i * n;
            double alone = nw_target_value(target, at);
            ck_assert_msg(memcmp(&alone, &y[i], sizeof alone) == 0, "%s: alone %a, in a batch %a", word, alone, y[i]);
            nw_target_enclose(low, target, at, 53);
            nw_target_enclose(high, target, at, 300);
            ck_assert_msg(arb_overlaps(low, high), "%s: enclosures at 53 and 300 bits are apart at %a", word, at[0]);
            ck_assert_msg(mag_cmp_2exp_si(arb_radref(high), -250) < 0, "%s: a wide ball at %a", word, at[0]);
            arb_set_d(gap, y[i]);
            arb_sub(gap, gap, high, 100);
            double off = fabs(arf_get_d(arb_midref(gap), ARF_RND_UP));
            ck_assert_msg(off <= slack(target), "%s at %a: the value is off by %g", word, at[0], off);
            /* The norm contains sup |y|. */
            ck_assert_msg(fabs(y[i]) <= nw_target_norm(target) + slack(target), "%s: |y| = %g", word, y[i]);
        }
        free(x);
        free(y);
        nw_target_free(target);
        free(word);
    }
    arb_clear(low);
    arb_clear(high);
    arb_clear(gap);
    gsl_rng_free(rng);
}
END_TEST

/* A box: anywhere, between neighbouring cuts, or beginning at a cut. */
static void random_box(double *centre, double *half, gsl_rng *rng, const nw_target *target)
{
    int kind = (int)ct_between(rng, 0, 3);
    for (int axis = 0; axis < nw_target_inputs(target); axis++) {
        size_t count;
        const double *cuts = nw_target_cuts(target, axis, &count);
        double size = pow(10, -uniform(rng, 0, 6)), low, high;
        if (kind == 0 || count == 0) { /* anywhere */
            low = uniform(rng, -1, 1 - size);
            high = low + size;
        } else if (kind == 1) { /* from a cut to the next */
            slong i = ct_between(rng, 0, (slong)count);
            low = i == 0 ? -1 : cuts[i - 1];
            high = i == (slong)count ? 1 : cuts[i];
        } else if (kind == 2) { /* from a cut on */
            low = cuts[ct_between(rng, 0, (slong)count - 1)];
            high = fmin(1, low + size);
        } else { /* around a cut, or an ulp of it */
            double cut = cuts[ct_between(rng, 0, (slong)count - 1)];
            low = fmax(-1, cut - (ct_between(rng, 0, 1) ? 0x1p-53 : size * gsl_rng_uniform(rng)));
            high = fmin(1, cut + (ct_between(rng, 0, 1) ? 0x1p-53 : size));
        }
        centre[axis] = (low + high) / 2;
        half[axis] = fmax(high - centre[axis], centre[axis] - low);
    }
}

/* p(u) of a model in double, for the point x = c + h u. */
static void model_at(arb_t value, const nw_model *model, const double *x, const double *centre, const double *half,
                     int n)
{
    arb_t u, term, part;
    arb_init(u);
    arb_init(term);
    arb_init(part);
    arb_zero(value);
    for (size_t t = 0; t < nw_taylor_terms(n); t++) {
        int k[NW_MOST_INPUTS];
        nw_taylor_exponents(k, n, t);
        arb_set_d(term, model->c[t]);
        for (int axis = 0; axis < n; axis++) {
            if (k[axis] == 0)
                continue;
            arb_set_d(u, x[axis]);
            arb_set_d(part, centre[axis]);
            arb_sub(u, u, part, 2000);
            arb_set_d(part, half[axis]);
            if (half[axis] > 0)
                arb_div(u, u, part, 2000);
            arb_pow_ui(u, u, (ulong)k[axis], 2000);
            arb_mul(term, term, u, 2000);
        }
        arb_add(value, value, term, 2000);
    }
    arb_clear(u);
    arb_clear(term);
    arb_clear(part);
}

static bool inside(const arb_t value, double low, double high)
{
    arb_t end;
    arb_init(end);
    arb_set_d(end, low);
    bool fits = !arb_gt(end, value);
    arb_set_d(end, high);
    fits = fits && !arb_lt(end, value);
    arb_clear(end);
    return fits;
}

static void check_model(const nw_target *target, nw_arithmetic arithmetic, const double *centre, const double *half,
                        gsl_rng *rng)
{
    const char *word = nw_target_word(target);
    int n = nw_target_inputs(target);
    nw_space *space = nw_space_new(arithmetic, n, 128);
    nw_space_box(space, centre, half);
    nw_register model = nw_taylor_registers(space, 1);
    size_t mark = nw_taylor_mark(space);
    nw_target_taylor(space, model, target);
    ck_assert_uint_eq(nw_taylor_mark(space), mark);
    double low, high;
    nw_taylor_range(space, model, &low, &high);
    arb_t value, polynomial, error;
    arb_init(value);
    arb_init(polynomial);
    arb_init(error);
    for (int i = 0; i < 12; i++) {
        double x[NW_MOST_INPUTS];
        for (int axis = 0; axis < n; axis++) {
            double u = i == 0 ? 0 : i < 6 ? (double)ct_between(rng, -1, 1) : uniform(rng, -1, 1);
            x[axis] = centre[axis] + u * half[axis];
            /* Rounding may lead out of the box, about which the model says nothing. */
            while (fabs(x[axis] - centre[axis]) > half[axis])
                x[axis] = nextafter(x[axis], centre[axis]);
            if (half[axis] == 0)
                x[axis] = centre[axis];
        }
        nw_target_enclose(value, target, x, 200);
        ck_assert_msg(inside(value, low, high), "%s: y leaves [%g, %g] at %a", word, low, high, x[0]);
        if (i == 0) {
            nw_taylor_centre(polynomial, space, model);
            ck_assert_msg(arb_overlaps(polynomial, value), "%s: not the value at the centre %a", word, x[0]);
        }
        if (arithmetic == NW_ARB)
            continue;
        const nw_model *m = nw_taylor_model(space, model);
        model_at(polynomial, m, x, centre, half, n);
        arb_sub(error, polynomial, value, 2000);
        arb_abs(error, error);
        ck_assert_msg(inside(error, 0, m->remainder + m->rounding), "%s: off by %g at %a, remainder %g, rounding %g",
                      word, arf_get_d(arb_midref(error), ARF_RND_NEAR), x[0], m->remainder, m->rounding);
    }
    arb_clear(value);
    arb_clear(polynomial);
    arb_clear(error);
    nw_space_free(space);
}

START_TEST(models_contain_the_target)
{
    gsl_rng *rng = ct_rng("models");
    for (int round = 0; round < 200; round++) {
        char *word = random_word(rng);
        nw_target *target = parsed(word);
        for (int i = 0; i < 6; i++) {
            double centre[NW_MOST_INPUTS], half[NW_MOST_INPUTS];
            random_box(centre, half, rng, target);
            check_model(target, NW_DOUBLE, centre, half, rng);
            if (i < 3)
                check_model(target, NW_ARB, centre, half, rng);
        }
        nw_target_free(target);
        free(word);
    }
    gsl_rng_free(rng);
}
END_TEST

/* Between neighbouring cuts bump and step are polynomials of degree <= r on an axis: for r <= 3 and n = 1 nothing but
 * rounding is left over, also where the cuts are no doubles. */
START_TEST(models_are_tight_between_cuts)
{
    for (int family = 0; family < 2; family++)
        for (int r = 1; r <= 3; r++)
            for (int m = 1; m <= 13; m += 3) {
                char *word = nw_format("%s:r=%d,M=%d,signs=alternate", family == 0 ? "bump" : "step", r, m);
                nw_target *target = parsed(word);
                size_t count;
                const double *cuts = nw_target_cuts(target, 0, &count);
                nw_space *space = nw_space_new(NW_DOUBLE, 1, 128);
                nw_register out = nw_taylor_registers(space, 1);
                for (size_t i = 0; i <= count; i++) {
                    double low = i == 0 ? -1 : cuts[i - 1], high = i == count ? 1 : cuts[i];
                    double centre = (low + high) / 2, half = fmax(high - centre, centre - low);
                    nw_space_box(space, &centre, &half);
                    nw_target_taylor(space, out, target);
                    const nw_model *model = nw_taylor_model(space, out);
                    double rest = model->remainder + model->rounding;
                    ck_assert_msg(rest <= 1e-11 * nw_target_amplitude(target), "%s on [%a, %a]: %g is left over", word,
                                  low, high, rest);
                }
                nw_space_free(space);
                nw_target_free(target);
                free(word);
            }
}
END_TEST

/* Models of smooth targets lose no more than the fourth power of the box. */
START_TEST(models_are_tight_where_smooth)
{
    static const char *const words[] = {"trig:n=2", "tanhnet:n=3,scale=2", "product:m1=1,m2=2", "inner:m1=2,m2=2",
                                        "expr:exp(sin(x1*x2))/(2+I1)"};
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        nw_target *target = parsed(words[i]);
        int n = nw_target_inputs(target);
        double previous = 0;
        for (int step = 0; step < 3; step++) {
            double centre[NW_MOST_INPUTS] = {0.31, -0.22, 0.17, 0.05}, half[NW_MOST_INPUTS];
            for (int axis = 0; axis < n; axis++)
                half[axis] = ldexp(1, -4 - 2 * step);
            nw_space *space = nw_space_new(NW_DOUBLE, n, 128);
            nw_space_box(space, centre, half);
            nw_register out = nw_taylor_registers(space, 1);
            nw_target_taylor(space, out, target);
            double rest = nw_taylor_model(space, out)->remainder;
            ck_assert_msg(step == 0 ? rest < 0.01 : rest < previous / 100, "%s: %g, then %g a quarter the size",
                          words[i], previous, rest);
            previous = rest;
            nw_space_free(space);
        }
        nw_target_free(target);
    }
}
END_TEST

/* In balls nothing but the precision limits a smooth target; pi is no double. */
START_TEST(balls_know_pi)
{
    static const char *const words[] = {"trig:n=1", "trig:n=3,terms=3", "expr:sin(pi*x1)", "product", "inner:m1=1"};
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        nw_target *target = parsed(words[i]);
        double centre[NW_MOST_INPUTS] = {0.31, -0.22, 0.17, 0.05}, half[NW_MOST_INPUTS] = {0x1p-60, 0x1p-60, 0x1p-60};
        nw_space *space = nw_space_new(NW_ARB, nw_target_inputs(target), 192);
        nw_space_box(space, centre, half);
        nw_register out = nw_taylor_registers(space, 1);
        nw_target_taylor(space, out, target);
        arb_t value, exact;
        arb_init(value);
        arb_init(exact);
        nw_taylor_centre(value, space, out);
        nw_target_enclose(exact, target, centre, 300);
        ck_assert_msg(mag_cmp_2exp_si(arb_radref(value), -150) < 0, "%s: a wide ball", words[i]);
        ck_assert(arb_overlaps(value, exact));
        arb_clear(value);
        arb_clear(exact);
        nw_space_free(space);
        nw_target_free(target);
    }
}
END_TEST

/* Sums and products rounded up are the least doubles that are not below, or one above at the bottom of the range. */
START_TEST(upward_rounding)
{
    gsl_rng *rng = ct_rng("upward");
    arf_t x, y, exact;
    arf_init(x);
    arf_init(y);
    arf_init(exact);
    for (int round = 0; round < 20000; round++) {
        double a = ldexp(uniform(rng, -1, 1), (int)ct_between(rng, -30, 30));
        double b = ldexp(uniform(rng, -1, 1), (int)ct_between(rng, -30, 30));
        if (round % 4 == 0)
            b = (double)ct_between(rng, -4, 4);
        arf_set_d(x, a);
        arf_set_d(y, b);
        arf_add(exact, x, y, ARF_PREC_EXACT, ARF_RND_UP);
        ck_assert_double_eq(nw_sum_up(a, b), arf_get_d(exact, ARF_RND_CEIL));
        arf_mul(exact, x, y, ARF_PREC_EXACT, ARF_RND_UP);
        ck_assert_double_eq(nw_product_up(a, b), arf_get_d(exact, ARF_RND_CEIL));
    }
    ck_assert_double_eq(nw_product_up(0x1p-1000, 0x1p-1000), 0x1p-1074);
    arf_clear(x);
    arf_clear(y);
    arf_clear(exact);
    gsl_rng_free(rng);
}
END_TEST

/* ---- norms ---- */

static double hex(json_t *value)
{
    return strtod(json_string_value(value), NULL);
}

/* sum over |k| <= r of |c| sup |f^(|k|)| prod |slope_i|^k_i on two axes, in double. */
static double ridge_norm(double c, const double *sups, double slope0, double slope1, int r)
{
    double sum = 0;
    for (int k0 = 0; k0 <= r; k0++)
        for (int k1 = 0; k0 + k1 <= r; k1++)
            sum += fabs(c) * sups[k0 + k1] * pow(fabs(slope0), k0) * pow(fabs(slope1), k1);
    return sum;
}

/* The bounds of waves and networks, formed again from what the JSON holds. */
START_TEST(ridge_norms_by_hand)
{
    static const double wave_sups[] = {1, 1, 1, 1}, tanh_sups[] = {1, 1, 0.76980035891950101, 2};
    for (int r = 1; r <= 3; r++)
        for (int family = 0; family < 2; family++) {
            char *word = nw_format("%s:r=%d,n=2", family == 0 ? "trig" : "tanhnet", r);
            nw_target *target = parsed(word);
            json_t *object = nw_target_to_json(target);
            double norm = 0;
            if (family == 0) {
                size_t i;
                json_t *term;
                json_array_foreach(json_object_get(object, "terms"), i, term)
                {
                    json_t *frequency = json_object_get(term, "frequency");
                    norm += ridge_norm(
                        hex(json_object_get(term, "coefficient")), wave_sups,
                        3.14159265358979323846 * (double)json_integer_value(json_array_get(frequency, 0)),
                        3.14159265358979323846 * (double)json_integer_value(json_array_get(frequency, 1)), r);
                }
            } else {
                json_t *layers = json_object_get(json_object_get(object, "network"), "layers");
                json_t *slopes = json_object_get(json_array_get(layers, 0), "weights");
                json_t *outputs = json_object_get(json_array_get(layers, 1), "weights");
                ck_assert_uint_eq(json_array_size(outputs), 16);
                for (size_t u = 0; u < 16; u++)
                    norm += ridge_norm(hex(json_array_get(outputs, u)), tanh_sups, hex(json_array_get(slopes, 2 * u)),
                                       hex(json_array_get(slopes, 2 * u + 1)), r);
            }
            ck_assert_msg(fabs(norm * nw_target_amplitude(target) - 1) < 1e-12, "%s: amplitude * norm = %.17g", word,
                          norm * nw_target_amplitude(target));
            json_decref(object);
            nw_target_free(target);
            free(word);
        }
}
END_TEST

/* The forward difference of step 2^-shift in the multi-index k, divided by the step: a mean value of D^k y over a box,
 * hence at most its supremum. */
static void divided_difference(arb_t quotient, const nw_target *target, const double *x, const int *k, int shift)
{
    int n = nw_target_inputs(target), degree = 0, corners = 1;
    arb_t value;
    fmpz_t weight, binomial;
    arb_init(value);
    fmpz_init(weight);
    fmpz_init(binomial);
    arb_zero(quotient);
    for (int axis = 0; axis < n; axis++) {
        degree += k[axis];
        corners *= k[axis] + 1;
    }
    for (int corner = 0; corner < corners; corner++) {
        double place[NW_MOST_INPUTS];
        int rest = corner, sum = 0;
        fmpz_one(weight);
        for (int axis = 0; axis < n; axis++) {
            int j = rest % (k[axis] + 1);
            rest /= k[axis] + 1;
            sum += j;
            place[axis] = x[axis] + ldexp(j, -shift); /* exact */
            fmpz_bin_uiui(binomial, (ulong)k[axis], (ulong)j);
            fmpz_mul(weight, weight, binomial);
        }
        if ((degree - sum) % 2 != 0)
            fmpz_neg(weight, weight);
        nw_target_enclose(value, target, place, 200);
        arb_addmul_fmpz(quotient, value, weight, 200);
    }
    arb_mul_2exp_si(quotient, quotient, degree * shift);
    arb_abs(quotient, quotient);
    arb_clear(value);
    fmpz_clear(weight);
    fmpz_clear(binomial);
}

/* The sum over |k| <= r of the largest quotient met at `points` random points. */
static double sampled_norm(const nw_target *target, int points, int shift, gsl_rng *rng)
{
    enum { GRID = 20 };
    int n = nw_target_inputs(target);
    double sum = 0;
    arb_t quotient;
    arb_init(quotient);
    for (size_t t = 0; t < nw_taylor_terms(n); t++) {
        int k[NW_MOST_INPUTS], degree = 0;
        nw_taylor_exponents(k, n, t);
        for (int axis = 0; axis < n; axis++)
            degree += k[axis];
        double most = 0;
        for (int i = 0; degree <= nw_target_order(target) && i < points; i++) {
            double x[NW_MOST_INPUTS];
            for (int axis = 0; axis < n; axis++) /* multiples of 2^-GRID that leave room for the steps */
                x[axis] = ldexp((double)ct_between(rng, -(1 << GRID), (1 << GRID) - (k[axis] << (GRID - shift))),
                                -GRID);
            divided_difference(quotient, target, x, k, shift);
            most = fmax(most, arf_get_d(arb_midref(quotient), ARF_RND_DOWN));
        }
        sum += most;
    }
    arb_clear(quotient);
    return sum;
}

START_TEST(norms_hold)
{
    gsl_rng *rng = ct_rng("norms");
    for (int round = 0; round < 60; round++) {
        char *word = random_word(rng);
        nw_target *target = parsed(word);
        ck_assert(nw_target_norm(target) <= 1 && nw_target_norm(target) > 0.999);
        double sampled = sampled_norm(target, nw_target_inputs(target) == 1 ? 120 : 25, (int)ct_between(rng, 3, 14),
                                      rng);
        ck_assert_msg(sampled <= nw_target_norm(target) * (1 + 1e-12), "%s: norm %.17g, and differences sum to %.17g",
                      word, nw_target_norm(target), sampled);
        nw_target_free(target);
        free(word);
    }
    gsl_rng_free(rng);
}
END_TEST

/* The norm is not only a bound: it is attained by bumps, and nearly by a single wave and by formulas. */
START_TEST(norms_are_sharp)
{
    static const char *const words[] = {
        "bump:M=4,signs=plus",
        "bump:r=2,M=4,signs=plus",
        "bump:r=3,M=2,signs=plus",
        "step:M=4",
        "step:r=2,M=4",
        "trig:n=1,terms=1",
        "trig:r=3,n=1,terms=1",
        "expr:sin(3*x1)/4",
        "expr:r=3:exp(x1)*cos(x1)",
        "expr:abs(x1-1/3)",
        "expr:r=2:1/(2+x1)",
        "expr:r=3:x1^5",
    };
    gsl_rng *rng = ct_rng("sharp");
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        nw_target *target = parsed(words[i]);
        double sampled = sampled_norm(target, 2000, 14, rng);
        ck_assert_msg(sampled <= 1 + 1e-12 && sampled >= 0.97, "%s: differences sum to %g", words[i], sampled);
        nw_target_free(target);
    }
    gsl_rng_free(rng);
}
END_TEST

/* ---- bump and step by hand ---- */

START_TEST(bumps_by_hand)
{
    for (int r = 1; r <= 8; r++)
        for (long m = 1; m <= 9; m++) {
            char *word = nw_format("bump:r=%d,M=%ld,signs=seed:%ld", r, m, m);
            nw_target *target = parsed(word);
            arb_t value;
            arb_init(value);
            for (long j = 0; j <= 2 * m; j++) { /* borders at even, centres at odd j; exact where M is a power of 2 */
                double x = (double)(j - m) / (double)m, y = nw_target_value(target, &x);
                if (j % 2 == 1)
                    ck_assert_msg(fabs(fabs(y) / nw_target_amplitude(target) - 1) < 1e-12, "%s at %g: %g", word, x, y);
                else
                    ck_assert_msg(fabs(y) <= 1e-12 * nw_target_amplitude(target), "%s at %g: %g", word, x, y);
                nw_target_enclose(value, target, &x, 100);
                if ((m & (m - 1)) == 0 && j % 2 == 0)
                    ck_assert(arb_contains_zero(value) && mag_cmp_2exp_si(arb_radref(value), -80) < 0);
            }
            arb_clear(value);
            nw_target_free(target);
            free(word);
        }
}
END_TEST

/* Signs stand where the header says: the first axis varies slowest. */
START_TEST(signs_have_their_places)
{
    nw_target *bump = parsed("bump:n=2,M=2,signs=++-+"), *step = parsed("step:n=2,M=1,signs=-+++");
    static const double corners[4][2] = {{-1, -1}, {-1, 1}, {1, -1}, {1, 1}};
    for (int i = 0; i < 4; i++) {
        double middle[2] = {corners[i][0] / 2, corners[i][1] / 2};
        ck_assert_double_eq(nw_target_value(bump, middle), (i == 2 ? -1 : 1) * nw_target_amplitude(bump));
        ck_assert_double_eq(nw_target_value(step, corners[i]), (i == 0 ? -1 : 1) * nw_target_amplitude(step));
    }
    nw_target_free(bump);
    nw_target_free(step);

    nw_target *checkered = parsed("step:n=3,M=2,r=2,signs=alternate");
    double x[3];
    for (int i = 0; i < 27; i++) {
        x[0] = i / 9 - 1;
        x[1] = i / 3 % 3 - 1;
        x[2] = i % 3 - 1;
        int sum = i / 9 + i / 3 % 3 + i % 3;
        ck_assert_double_eq(nw_target_value(checkered, x), (sum % 2 == 0 ? 1 : -1) * nw_target_amplitude(checkered));
    }
    nw_target_free(checkered);
}
END_TEST

START_TEST(cuts_by_hand)
{
    size_t count;
    nw_target *hat = parsed("bump:M=3");
    const double *cuts = nw_target_cuts(hat, 0, &count);
    static const double thirds[] = {-2.0 / 3, -1.0 / 3, 0, 1.0 / 3, 2.0 / 3};
    ck_assert_uint_eq(count, 5);
    for (size_t i = 0; i < count; i++)
        ck_assert_double_eq(cuts[i], thirds[i]);
    nw_target_free(hat);
    for (int family = 0; family < 2; family++)
        for (int r = 1; r <= 8; r++)
            for (int m = 1; m <= 10; m += 3) {
                char *word = nw_format("%s:n=2,r=%d,M=%d", family == 0 ? "bump" : "step", r, m);
                nw_target *target = parsed(word);
                for (int axis = 0; axis < 2; axis++) {
                    cuts = nw_target_cuts(target, axis, &count);
                    ck_assert_msg(count == (size_t)(m - 1 + m * (family == 0 ? r : r - 1)), "%s: %zu cuts", word,
                                  count);
                    for (size_t i = 0; i < count; i++) {
                        ck_assert(cuts[i] > (i == 0 ? -1 : cuts[i - 1]) && cuts[i] < 1);
                        ck_assert_msg(fabs(cuts[i] + cuts[count - 1 - i]) < 1e-15, "%s: not symmetric", word);
                    }
                }
                nw_target_free(target);
                free(word);
            }
    nw_target *smooth = parsed("trig");
    nw_target_cuts(smooth, 0, &count);
    ck_assert_uint_eq(count, 0);
    nw_target_free(smooth);
}
END_TEST

START_TEST(resolutions)
{
    static const struct {
        const char *word;
        size_t points;
    } cases[] = {{"bump:M=8", 193}, {"bump:M=1", 33}, {"step:r=2,M=16", 385}, {"trig:n=1,terms=400,degree=9", 73}};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        nw_target *target = parsed(cases[i].word);
        ck_assert_uint_eq(nw_target_resolution(target, 0), cases[i].points);
        nw_target_free(target);
    }
}
END_TEST

/* ---- JSON ---- */

static const nw_json_place PLACE = {"certificate", "target.definition"};

START_TEST(json_gives_the_same_function)
{
    gsl_rng *rng = ct_rng("json");
    for (int round = 0; round < 120; round++) {
        char *word = random_word(rng);
        if (round % 3 == 0 && strchr(word, '=') != NULL && strncmp(word, "expr", 4) != 0) {
            char *with = nw_format("%s,amplitude=1e-%d", word, (int)ct_between(rng, 6, 8));
            free(word);
            word = with;
        }
        nw_target *target, *again, *third;
        if (nw_target_parse(&target, word, NULL) != NW_OK) { /* too large an amplitude for this one */
            free(word);
            continue;
        }
        json_t *object = nw_target_to_json(target);
        char *text = json_dumps(object, JSON_COMPACT);
        json_t *read = json_loads(text, 0, NULL);
        nw_error error;
        if (nw_target_from_json(&again, read, PLACE, &error) != NW_OK)
            ck_abort_msg("%s: %s", text, error.message);
        json_t *rewritten = nw_target_to_json(again);
        ck_assert_msg(json_equal(object, rewritten), "%s", text);
        ck_assert_double_eq(nw_target_norm(target), nw_target_norm(again));
        ck_assert_double_eq(nw_target_amplitude(target), nw_target_amplitude(again));
        for (int i = 0; i < 20; i++) {
            double x[NW_MOST_INPUTS];
            for (int axis = 0; axis < nw_target_inputs(target); axis++)
                x[axis] = random_place(rng, target, axis);
            ck_assert_double_eq(nw_target_value(target, x), nw_target_value(again, x));
        }
        if (strchr(nw_target_word(again), '(') == NULL || strncmp(word, "expr", 4) == 0) {
            ck_assert_msg(nw_target_parse(&third, nw_target_word(again), &error) == NW_OK, "%s", error.message);
            json_t *parsed_again = nw_target_to_json(third);
            ck_assert_msg(json_equal(object, parsed_again), "%s", nw_target_word(again));
            json_decref(parsed_again);
            nw_target_free(third);
        }
        json_decref(object);
        json_decref(read);
        json_decref(rewritten);
        free(text);
        nw_target_free(target);
        nw_target_free(again);
        free(word);
    }
    gsl_rng_free(rng);
}
END_TEST

/* A description with one member replaced (value as JSON), or taken away (NULL). */
static const struct {
    const char *word, *member, *value, *message;
} BAD[] = {
    {"bump:M=2", "family", "\"bmp\"", "no family of targets 'bmp'"},
    {"bump:M=2", "family", NULL, "target.definition.family is missing"},
    {"bump:M=2", "family", "3", "family is no string"},
    {"bump:M=2", "r", "9", "r is 9, and must be from 1 to 8"},
    {"bump:M=2", "r", "\"1\"", "r is no integer"},
    {"bump:M=2", "inputs", "5", "inputs is 5, and must be from 1 to 4"},
    {"bump:M=2", "inputs", "2", "m1"},
    {"bump:n=2,M=2", "m1", "1", "m1"},
    {"bump:M=2", "m1", "2", "m1 is 2, and must be from 1 to 1"},
    {"bump:M=2", "scale", "0", "scale is 0"},
    {"bump:M=2", "scale", "3", "signs must be a string of 3 + and -"},
    {"bump:n=3,M=2", "scale", "4000", "makes more than 1000000 signs"},
    {"bump:M=2", "signs", "\"+0\"", "signs must be a string of 2 + and -"},
    {"bump:M=2", "signs", "\"+-+\"", "signs must be a string of 2 + and -"},
    {"bump:M=2", "signs", NULL, "signs is missing"},
    {"bump:M=2", "amplitude", "\"0x1p-1\"", "the largest amplitude is 0.333333"},
    {"bump:M=2", "amplitude", "\"-0x1p-9\"", "amplitude must be > 0"},
    {"bump:M=2", "amplitude", "\"nan\"", "no finite number in hexadecimal"},
    {"bump:M=2", "amplitude", "0.25", "amplitude is no string"},
    {"bump:M=2", "offset", "1", "offset is not known here"},
    {"trig", "r", "4", "r is 4, and must be from 1 to 3"},
    {"trig", "m1", "1", "m1 must be the number of inputs"},
    {"trig", "terms", "[]", "terms has 0 entries"},
    {"trig", "terms", "[1]", "terms[0]: is no object"},
    {"trig", "terms", "[{\"coefficient\":\"0x1p0\",\"frequency\":[1],\"phase\":\"0x0p0\"}]", "frequency must be"},
    {"trig", "terms", "[{\"coefficient\":\"0x1p0\",\"frequency\":[1,1001],\"phase\":\"0x0p0\"}]", "frequency must be"},
    {"trig", "terms", "[{\"coefficient\":\"0x1p0\",\"frequency\":[1,1.5],\"phase\":\"0x0p0\"}]", "frequency must be"},
    {"trig", "terms", "[{\"coefficient\":\"0x1p900\",\"frequency\":[1,1],\"phase\":\"0x0p0\"}]", "at most 1e100"},
    {"trig", "terms", "[{\"coefficient\":\"inf\",\"frequency\":[1,1],\"phase\":\"0x0p0\"}]", "terms[0].coefficient"},
    {"trig", "terms", "[{\"coefficient\":\"0x1p0\",\"frequency\":[1,1]}]", "terms[0].phase is missing"},
    {"tanhnet", "network", NULL, "network is missing"},
    {"tanhnet", "network", "{}", "target.definition.network.format is missing"},
    {"tanhnet:n=3", "inputs", "4", "m1"},
    {"inner", "m1", "3", "m1 must be less"},
    {"inner", "inputs", "4", "must have 2 inputs, one dense hidden layer"},
    {"product", "m1", "2", "m1 must be less"},
    {"product", "inputs", "3", "slope has 1 numbers, and must have 2"},
    {"product", "terms", "[{\"x\":{},\"I\":{}}]", "terms[0].x.function is missing"},
    {"product", "terms", "[{\"x\":3,\"I\":{}}]", "terms[0].x is no object"},
    {"product", "terms", "[{\"x\":{\"function\":\"sin\"},\"I\":{}}]", "function must be \"cos\" or \"tanh\""},
    {"expr:x1", "formula", "\"1/x1\"", "outside W(1,1)"},
    {"expr:x1", "formula", "\"x2\"", "uses x2, and m1 is 1"},
    {"expr:x1", "formula", "\"x1+\"", "character 4"},
    {"expr:x1", "formula", "\"2*x1\"", "the largest amplitude is 0.25"},
    {"expr:x1", "formula", NULL, "formula is missing"},
};

START_TEST(json_refuses)
{
    for (size_t i = 0; i < sizeof BAD / sizeof BAD[0]; i++) {
        nw_target *target = parsed(BAD[i].word), *read;
        json_t *object = nw_target_to_json(target);
        if (BAD[i].value == NULL)
            json_object_del(object, BAD[i].member);
        else
            json_object_set_new(object, BAD[i].member, json_loads(BAD[i].value, JSON_DECODE_ANY, NULL));
        nw_error error = {NW_OK, ""};
        nw_status status = nw_target_from_json(&read, object, PLACE, &error);
        ck_assert_msg(status == NW_BAD_INPUT && read == NULL, "%s with %s: accepted", BAD[i].word, BAD[i].member);
        ck_assert_msg(strstr(error.message, BAD[i].message) != NULL, "%s with %s = %s: '%s' does not say '%s'",
                      BAD[i].word, BAD[i].member, BAD[i].value, error.message, BAD[i].message);
        ck_assert_msg(strstr(error.message, "certificate") != NULL || strncmp(error.message, "target expr", 11) == 0,
                      "%s", error.message);
        json_decref(object);
        nw_target_free(target);
    }
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("target");
    TCase *evaluation = ct_case(suite, "evaluation");
    tcase_add_test(evaluation, values_agree);
    tcase_add_test(evaluation, models_contain_the_target);
    tcase_add_test(evaluation, models_are_tight_between_cuts);
    tcase_add_test(evaluation, models_are_tight_where_smooth);
    tcase_add_test(evaluation, balls_know_pi);
    TCase *norms = ct_case(suite, "norms");
    tcase_add_test(norms, upward_rounding);
    tcase_add_test(norms, ridge_norms_by_hand);
    tcase_add_test(norms, norms_hold);
    tcase_add_test(norms, norms_are_sharp);
    TCase *grids = ct_case(suite, "grids");
    tcase_add_test(grids, bumps_by_hand);
    tcase_add_test(grids, signs_have_their_places);
    tcase_add_test(grids, cuts_by_hand);
    tcase_add_test(grids, resolutions);
    TCase *json = ct_case(suite, "json");
    tcase_add_test(json, json_gives_the_same_function);
    tcase_add_test(json, json_refuses);
    return ct_main(suite);
}
