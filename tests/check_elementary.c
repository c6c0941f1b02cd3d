/* The elementary functions against MPFR: every table entry, and the proven bounds at random and awkward arguments, for
 * the loops and for the one-argument functions (which the compiler turns into different instructions). */
#include <math.h>
#include <stdlib.h>

#include "check_common.h"
#include "numeric/elementary_kernels.h"

enum { PREC = 192, COUNT = 24000 };

typedef int mpfr_function(mpfr_t y, const mpfr_t x, mpfr_rnd_t rounding);

static int logistic(mpfr_t y, const mpfr_t x, mpfr_rnd_t rounding)
{
    mpfr_neg(y, x, rounding);
    mpfr_exp(y, y, rounding);
    mpfr_add_ui(y, y, 1, rounding);
    return mpfr_ui_div(y, 1, y, rounding);
}

static int elu(mpfr_t y, const mpfr_t x, mpfr_rnd_t rounding)
{
    return mpfr_sgn(x) >= 0 ? mpfr_set(y, x, rounding) : mpfr_expm1(y, x, rounding);
}

/* `proven`: what enclosures.md finds, in units of 2^-53; `limit`: largest |argument| with a promise; `scale`: where the
 * function changes; `step`: of the table or the reduction. */
typedef struct elementary {
    const char *name;
    void (*loop)(size_t n, const double *x, double *y);
    double (*one)(double x);
    mpfr_function *exact;
    double bound;
    bool relative;
    double proven;
    double limit, scale, step;
    double least, most; /* the range that values never leave */
} elementary;

#define UNIT 0x1p-53
#define HALF_PI 0x1.921fb54442d18p0
#define LN2_STEP 0x1.62e42fefa39efp-7
#define HUGE_ARGUMENT 0x1.fp1023

static const elementary functions[] = {
    {"tanh", nw_vec_tanh, nw_tanh, mpfr_tanh, NW_TANH_ERROR, false, 1.21, HUGE_ARGUMENT, 22, 0x1p-6, -1, 1},
    {"logistic", nw_vec_logistic, nw_logistic, logistic, NW_LOGISTIC_ERROR, false, 1.11, HUGE_ARGUMENT, 44, 0x1p-5, 0,
     1},
    {"arctan", nw_vec_arctan, nw_arctan, mpfr_atan, NW_ARCTAN_ERROR, false, 2.06, HUGE_ARGUMENT, 80, 0x1p-6, -HALF_PI,
     HALF_PI},
    {"elu", nw_vec_elu, nw_elu, elu, NW_ELU_ERROR, false, 1.28, HUGE_ARGUMENT, 45, LN2_STEP, -1, INFINITY},
    {"exp", nw_vec_exp, nw_exp, mpfr_exp, NW_EXP_RELATIVE, true, 2.03, 700, 700, LN2_STEP, 0, INFINITY},
    {"sin", nw_vec_sin, nw_sin, mpfr_sin, NW_SIN_ERROR, false, 2.4, NW_SIN_LIMIT, NW_SIN_LIMIT, HALF_PI, -1, 1},
    {"cos", nw_vec_cos, nw_cos, mpfr_cos, NW_SIN_ERROR, false, 2.4, NW_SIN_LIMIT, NW_SIN_LIMIT, HALF_PI, -1, 1},
};
enum { FUNCTIONS = sizeof functions / sizeof functions[0] };

/* ---- arguments ---- */

static double clamp(double x, double limit)
{
    return fmin(fmax(x, -limit), limit);
}

/* Table nodes and the borders halfway between them, a few units in the last place to either side. */
static double near_border(gsl_rng *rng, const elementary *f)
{
    double halves = (double)ct_between(rng, -(slong)(2 * f->scale / f->step) - 4, (slong)(2 * f->scale / f->step) + 4);
    double x = 0.5 * halves * f->step;
    if (f->exact == mpfr_atan) { /* the nodes are c = 2^e (1 + j/64) - 1 */
        int e = (int)ct_between(rng, 0, 5);
        x = ldexp(1 + (double)ct_between(rng, 0, 128) / 128, e) - 1;
        x = ct_between(rng, 0, 1) == 0 ? x : -x;
    }
    for (slong i = ct_between(rng, 0, 4); i > 0; i--)
        x = nextafter(x, halves > 0 ? INFINITY : -INFINITY);
    for (slong i = ct_between(rng, 0, 4); i > 0; i--)
        x = nextafter(x, -INFINITY);
    return x;
}

static void draw_arguments(double *x, gsl_rng *rng, const elementary *f)
{
    static const double awkward[] = {0.0,        0x1p-1074, 0x1.fffffp-1023, 0x1p-1022, 0x1p-600,  0x1p-60,  0x1p-53,
                                     0x1p-27,    0x1p-26,   0x1p-7,          0.25,      0.5,       1.0,      19.99,
                                     20.0,       20.0078125, 40.0,           62.5,      62.99,     63.0,     64.0,
                                     700.0,      708.0,     709.0,           1048575.5, 0x1p20,    0x1p53,   0x1p60,
                                     0x1p512,    0x1p1000,  0x1.fp1023,      0x1.921fb54442d18p-1, 0x1.921fb54442d18p0,
                                     0x1.921fb54442d18p1};
    enum { AWKWARD = sizeof awkward / sizeof awkward[0] };
    for (int i = 0; i < COUNT; i++) {
        double u = 2 * gsl_rng_uniform(rng) - 1;
        if (i < 6 * AWKWARD) {
            double a = awkward[i / 6];
            a = i % 3 == 0 ? a : nextafter(a, i % 3 == 1 ? INFINITY : -INFINITY);
            x[i] = i % 6 < 3 ? a : -a;
        } else if (i % 4 == 0) {
            x[i] = near_border(rng, f);
        } else if (i % 4 == 1) {
            x[i] = u * f->scale;
        } else if (i % 4 == 2) {
            x[i] = 2 * u;
        } else {
            x[i] = ldexp(u, (int)ct_between(rng, -70, 12));
        }
        x[i] = clamp(x[i], f->limit);
    }
}

/* ---- bounds ---- */

static double error_in_bounds(const elementary *f, const mpfr_t exact, double y, mpfr_t work)
{
    mpfr_sub_d(work, exact, y, MPFR_RNDA);
    mpfr_div_d(work, work, f->bound, MPFR_RNDA);
    if (f->relative)
        mpfr_div(work, work, exact, MPFR_RNDA);
    return fabs(mpfr_get_d(work, MPFR_RNDA));
}

/* The number of the proof is below the promise, and the error below it. */
static bool is_proven(const elementary *f, double error_in_bounds)
{
    return error_in_bounds * f->bound <= f->proven * UNIT && f->proven * UNIT <= f->bound;
}

START_TEST(within_the_bounds)
{
    const elementary *f = &functions[_i];
    gsl_rng *rng = ct_rng(f->name);
    double *x = malloc(COUNT * sizeof *x), *y = malloc(COUNT * sizeof *y), worst = 0;
    mpfr_t exact, work;
    mpfr_inits2(PREC, exact, work, (mpfr_ptr)NULL);
    draw_arguments(x, rng, f);
    f->loop(COUNT, x, y);
    for (int i = 0; i < COUNT; i++) {
        mpfr_set_d(work, x[i], MPFR_RNDN);
        f->exact(exact, work, MPFR_RNDN);
        double single = f->one(x[i]), error = error_in_bounds(f, exact, y[i], work);
        error = fmax(error, error_in_bounds(f, exact, single, work));
        worst = fmax(worst, error);
        ck_assert_msg(is_proven(f, error), "%s(%a): %a in a loop, %a alone, %g bounds", f->name, x[i], y[i], single,
                      error);
        ck_assert_msg(y[i] >= f->least && y[i] <= f->most && single >= f->least && single <= f->most,
                      "%s(%a) leaves the range: %a, %a", f->name, x[i], y[i], single);
    }
    printf("%s: largest error %.3f of its bound\n", f->name, worst);
    ck_assert_msg(worst > 0.25, "%s: the bound promises too little: %g", f->name, worst);
    mpfr_clears(exact, work, (mpfr_ptr)NULL);
    free(x);
    free(y);
    gsl_rng_free(rng);
}
END_TEST

/* In place, and at every length and offset that meets the ends of vectors. */
START_TEST(same_array_and_short_lengths)
{
    const elementary *f = &functions[_i];
    gsl_rng *rng = ct_rng("short lengths");
    enum { MOST = 40 };
    double x[MOST], y[MOST];
    mpfr_t exact, work;
    mpfr_inits2(PREC, exact, work, (mpfr_ptr)NULL);
    for (size_t n = 0; n < MOST; n++) {
        for (size_t i = 0; i < MOST; i++)
            x[i] = y[i] = clamp(8 * gsl_rng_uniform(rng) - 4, f->limit);
        f->loop(n, y, y);
        for (size_t i = 0; i < n; i++) {
            mpfr_set_d(work, x[i], MPFR_RNDN);
            f->exact(exact, work, MPFR_RNDN);
            ck_assert_msg(is_proven(f, error_in_bounds(f, exact, y[i], work)), "%s(%a), %zu of %zu", f->name, x[i],
                          i, n);
        }
        for (size_t i = n; i < MOST; i++)
            ck_assert_double_eq(x[i], y[i]);
    }
    mpfr_clears(exact, work, (mpfr_ptr)NULL);
    gsl_rng_free(rng);
}
END_TEST

/* NaN stays NaN; infinities and arguments beyond the limits do what elementary.h says. */
START_TEST(not_finite)
{
    double x[16], y[16];
    for (int f = 0; f < FUNCTIONS; f++) {
        for (int i = 0; i < 16; i++)
            x[i] = i % 3 == 0 ? copysign(NAN, i % 2 == 0 ? 1 : -1) : i % 3 == 1 ? INFINITY : -INFINITY;
        functions[f].loop(16, x, y);
        for (int i = 0; i < 16; i += 3)
            ck_assert_msg(isnan(y[i]) && isnan(functions[f].one(x[i])), "%s(NaN)", functions[f].name);
    }
    for (int f = 0; f < FUNCTIONS; f++)
        for (int bit = 0; bit < 52; bit++) { /* NaNs of any payload index no table out of range */
            double nan = nw_from_bits((int64_t)0x7ff8000000000000 | (int64_t)1 << bit);
            ck_assert_msg(isnan(functions[f].one(nan)) && isnan(functions[f].one(-nan)), "%s", functions[f].name);
        }
    ck_assert_double_eq(nw_tanh(INFINITY), 1);
    ck_assert_double_eq(nw_tanh(-INFINITY), -1);
    ck_assert_double_eq(nw_logistic(INFINITY), 1);
    ck_assert_double_eq(nw_logistic(-INFINITY), 0);
    ck_assert_double_eq(nw_arctan(INFINITY), 0x1.921fb54442d18p0);
    ck_assert_double_eq(nw_arctan(-INFINITY), -0x1.921fb54442d18p0);
    ck_assert_double_eq(nw_elu(INFINITY), INFINITY);
    ck_assert_double_eq(nw_elu(-INFINITY), -1);
    ck_assert_double_eq(nw_exp(INFINITY), INFINITY);
    ck_assert_double_eq(nw_exp(710), INFINITY);
    ck_assert_double_eq(nw_exp(-INFINITY), 0);
    ck_assert(isnan(nw_sin(INFINITY)) && isnan(nw_cos(-INFINITY)) && isnan(nw_sin(nextafter(0x1p20, INFINITY))));
}
END_TEST

/* The odd functions and elu lose no digits near 0: there the table entry is exact and the polynomials stand alone. */
START_TEST(relative_near_zero)
{
    gsl_rng *rng = ct_rng("near zero");
    mpfr_t exact, work;
    mpfr_inits2(PREC, exact, work, (mpfr_ptr)NULL);
    for (int which = 0; which < FUNCTIONS; which++) {
        const elementary *f = &functions[which];
        mpfr_set_zero(work, 1);
        f->exact(exact, work, MPFR_RNDN);
        if (!mpfr_zero_p(exact))
            continue;
        int first = f->exact == elu ? 8 : 7;
        for (int i = 0; i < 4000; i++) {
            double x = ldexp(2 * gsl_rng_uniform(rng) - 1, -(int)(i % 2 == 0 ? first : ct_between(rng, first, 900))), y;
            f->loop(1, &x, &y);
            mpfr_set_d(work, x, MPFR_RNDN);
            f->exact(exact, work, MPFR_RNDN);
            mpfr_d_div(work, y, exact, MPFR_RNDN);
            mpfr_sub_ui(work, work, 1, MPFR_RNDN);
            ck_assert_msg(mpfr_cmpabs_ui(work, 0) == 0 || mpfr_get_exp(work) <= -51, "%s(%a) = %a", f->name, x, y);
        }
    }
    mpfr_clears(exact, work, (mpfr_ptr)NULL);
    gsl_rng_free(rng);
}
END_TEST

/* Exact values that others may rely on. */
START_TEST(exact_values)
{
    for (int f = 0; f < FUNCTIONS; f++) {
        double zero = functions[f].one(0);
        bool one = functions[f].exact == mpfr_exp || functions[f].exact == mpfr_cos;
        ck_assert_double_eq(zero, one ? 1 : functions[f].exact == logistic ? 0.5 : 0);
    }
    gsl_rng *rng = ct_rng("exact values");
    for (int i = 0; i < 1000; i++) {
        double t = ldexp(2 * gsl_rng_uniform(rng) - 1, (int)ct_between(rng, -20, 10));
        ck_assert_double_eq(nw_tanh(-t), -nw_tanh(t));
        ck_assert_double_eq(nw_arctan(-t), -nw_arctan(t));
        ck_assert_double_eq(nw_sin(-t), -nw_sin(t));
        ck_assert_double_eq(nw_cos(-t), nw_cos(t));
        ck_assert_double_eq(nw_elu(fabs(t)), fabs(t));
    }
    gsl_rng_free(rng);
}
END_TEST

/* ---- tables ---- */

static void expect_nearest(const mpfr_t exact, double entry, const char *table, int i)
{
    ck_assert_msg(mpfr_get_d(exact, MPFR_RNDN) == entry, "entry %d of %s: %a", i, table, entry);
}

START_TEST(tables)
{
    mpfr_t v;
    mpfr_init2(v, 320);
    for (int i = 0; i <= NW_TANH_STEPS; i++) {
        mpfr_set_d(v, i / 64.0, MPFR_RNDN);
        mpfr_tanh(v, v, MPFR_RNDN);
        expect_nearest(v, nw_tanh_table[i], "tanh", i);
    }
    for (int i = 0; i < NW_EXP_STEPS; i++) {
        mpfr_set_d(v, i / 64.0, MPFR_RNDN);
        mpfr_exp2(v, v, MPFR_RNDN);
        expect_nearest(v, nw_exp_table[i], "exp", i);
    }
    for (int i = 0; i < NW_ARCTAN_STEPS; i++) {
        mpfr_set_d(v, ldexp(1 + i % 64 / 64.0, i / 64) - 1, MPFR_RNDN);
        mpfr_atan(v, v, MPFR_RNDN);
        expect_nearest(v, nw_arctan_table[i], "arctan", i);
    }
    mpfr_const_pi(v, MPFR_RNDN);
    mpfr_div_2ui(v, v, 1, MPFR_RNDN);
    expect_nearest(v, nw_arctan_table[NW_ARCTAN_STEPS], "arctan", NW_ARCTAN_STEPS);
    mpfr_clear(v);
}
END_TEST

/* The split constants: the high parts have the trailing zeros that the proofs use, the sums the accuracy. */
START_TEST(split_constants)
{
    mpfr_t v;
    mpfr_init2(v, 320);
    mpfr_const_log2(v, MPFR_RNDN);
    mpfr_div_2ui(v, v, 6, MPFR_RNDN);
    ck_assert_double_eq(fmod(NW_LN2_STEP_HIGH, 0x1p-41), 0);
    mpfr_sub_d(v, v, NW_LN2_STEP_HIGH, MPFR_RNDN);
    expect_nearest(v, NW_LN2_STEP_LOW, "ln 2/64", 1);
    ck_assert_int_le(mpfr_get_exp(v), -42);

    mpfr_const_pi(v, MPFR_RNDN);
    mpfr_div_2ui(v, v, 1, MPFR_RNDN);
    ck_assert_double_eq(fmod(NW_QUARTER_HIGH, 0x1p-32), 0);
    mpfr_sub_d(v, v, NW_QUARTER_HIGH, MPFR_RNDN);
    ck_assert_int_le(mpfr_get_exp(v), -33);
    ck_assert_double_eq(fmod(NW_QUARTER_MIDDLE, 0x1p-66), 0);
    mpfr_sub_d(v, v, NW_QUARTER_MIDDLE, MPFR_RNDN);
    ck_assert_int_le(mpfr_get_exp(v), -67);
    expect_nearest(v, NW_QUARTER_LOW, "pi/2", 2);
    mpfr_clear(v);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("elementary");
    TCase *tests = ct_case(suite, "values");
    tcase_add_loop_test(tests, within_the_bounds, 0, FUNCTIONS);
    tcase_add_loop_test(tests, same_array_and_short_lengths, 0, FUNCTIONS);
    tcase_add_test(tests, relative_near_zero);
    tcase_add_test(tests, not_finite);
    tcase_add_test(tests, exact_values);
    tests = ct_case(suite, "tables");
    tcase_add_test(tests, tables);
    tcase_add_test(tests, split_constants);
    return ct_main(suite);
}
