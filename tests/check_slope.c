/* Slopes: exact power laws, the coverage of the interval, refusals, and the same bits from the same seed. */
#include <gsl/gsl_randist.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "check_common.h"
#include "study/slope.h"

enum { GROUPS = 6, EACH = 20 };

typedef struct sample {
    nw_group groups[GROUPS];
    double values[GROUPS][EACH];
} sample;

/* values = c eps^-slope e^noise. */
static void draw(sample *s, double slope, double noise, gsl_rng *rng)
{
    for (size_t g = 0; g < GROUPS; g++) {
        s->groups[g] = (nw_group){.eps = ldexp(0.3, -(int)g), .count = EACH - g, .values = s->values[g]};
        for (size_t i = 0; i < EACH; i++)
            s->values[g][i] = 2.5 * pow(s->groups[g].eps, -slope) * exp(noise > 0 ? gsl_ran_gaussian(rng, noise) : 0);
    }
}

START_TEST(power_laws_are_exact)
{
    for (int k = -4; k <= 8; k++) {
        sample s;
        nw_slope slope;
        draw(&s, k / 4.0, 0, NULL);
        nw_slope_estimate(&slope, s.groups, GROUPS, 200, 0.95, 1);
        ck_assert_msg(fabs(slope.slope - k / 4.0) < 1e-13, "%.17g", slope.slope);
        ck_assert_msg(fabs(slope.lower - k / 4.0) < 1e-13 && fabs(slope.upper - k / 4.0) < 1e-13, "%g..%g",
                      slope.lower, slope.upper);
        ck_assert(slope.level == 0.95 && slope.resamples == 200);
    }
}
END_TEST

/* Means of logarithms, each group with one vote however many measurements it has. */
START_TEST(a_slope_by_hand)
{
    double first[] = {1, 4, 2, 2}, second[] = {8}, third[] = {2, 128};
    nw_group groups[] = {{1, 4, first}, {0.5, 1, second}, {0.25, 2, third}};
    nw_slope slope;
    nw_slope_estimate(&slope, groups, 3, 0, 0.95, 1);
    ck_assert_msg(fabs(slope.slope - 1.5) < 1e-14, "%.17g", slope.slope); /* log2 N = 1, 3, 4 at log2 1/eps = 0, 1, 2 */
    ck_assert(isnan(slope.lower) && isnan(slope.upper) && slope.level == 0.95);
    /* One measurement a group leaves nothing to resample; three values of the first slope are possible otherwise. */
    nw_slope_estimate(&slope, groups, 2, 5000, 0.9, 1);
    ck_assert_msg(slope.lower < slope.slope && slope.slope < slope.upper, "%g..%g", slope.lower, slope.upper);
    ck_assert_msg(slope.lower >= 1 - 1e-12 && slope.upper <= 3 + 1e-12, "%g..%g", slope.lower, slope.upper);
    nw_slope_estimate(&slope, groups + 1, 1, 100, 0.9, 1);
    ck_assert(isnan(slope.slope));
}
END_TEST

/* Every measurement can be drawn, the first and the last as well: k of 4 draws of the outlier have the probability of a
 * binomial distribution, 0.316, 0.422, 0.211, 0.047, 0.004, and make the slope -k. */
START_TEST(every_measurement_is_drawn)
{
    for (size_t outlier = 0; outlier < 4; outlier++) {
        double first[] = {1, 1, 1, 1}, second[] = {1};
        first[outlier] = 16;
        nw_group groups[] = {{1, 4, first}, {0.5, 1, second}};
        nw_slope slope;
        nw_slope_estimate(&slope, groups, 2, 4000, 0.9, outlier);
        ck_assert_msg(fabs(slope.slope + 1) < 1e-12, "%g", slope.slope);
        ck_assert_msg(fabs(slope.lower + 3) < 1e-12 || fabs(slope.lower + 2) < 1e-12, "%g", slope.lower);
        ck_assert_msg(fabs(slope.upper) < 1e-12, "%g", slope.upper);
        nw_slope_estimate(&slope, groups, 2, 4000, 0.6, outlier);
        ck_assert_msg(fabs(slope.lower + 2) < 1e-12 && fabs(slope.upper) < 1e-12, "%g..%g", slope.lower, slope.upper);
    }
}
END_TEST

/* The interval must contain the true slope about as often as it says; and a bootstrap of the groups' means has the
 * spread that the noise gives. */
START_TEST(coverage)
{
    enum { RUNS = 300 };
    gsl_rng *rng = ct_rng("coverage");
    size_t inside = 0, wide = 0;
    double width = 0;
    for (int run = 0; run < RUNS; run++) {
        sample s;
        nw_slope slope, wider;
        draw(&s, 0.8, 0.3, rng);
        nw_slope_estimate(&slope, s.groups, GROUPS, 400, 0.8, (uint64_t)run);
        nw_slope_estimate(&wider, s.groups, GROUPS, 400, 0.95, (uint64_t)run);
        ck_assert(slope.slope == wider.slope && wider.lower < slope.lower && slope.upper < wider.upper);
        inside += slope.lower <= 0.8 && 0.8 <= slope.upper;
        wide += wider.lower <= 0.8 && 0.8 <= wider.upper;
        width += (wider.upper - wider.lower) / RUNS;
    }
    gsl_rng_free(rng);
    ck_assert_msg(100 * inside > 70 * RUNS && 100 * inside < 86 * RUNS, "80 %%: %zu of %d", inside, RUNS);
    ck_assert_msg(1000 * wide > 880 * RUNS && 1000 * wide < 985 * RUNS, "95 %%: %zu of %d", wide, RUNS);
    double sum = 0, squares = 0, variance = 0;
    for (size_t g = 0; g < GROUPS; g++) {
        sum += (double)g / GROUPS;
        squares += (double)(g * g);
    }
    squares -= GROUPS * sum * sum;
    for (size_t g = 0; g < GROUPS; g++)
        variance += pow(((double)g - sum) / squares / log(2), 2) * 0.09 / (double)(EACH - g);
    double expected = 2 * 1.96 * sqrt(variance);
    ck_assert_msg(width > 0.85 * expected && width < 1.1 * expected, "width %g, expected %g", width, expected);
}
END_TEST

START_TEST(what_cannot_be_used_gives_nan)
{
    sample s;
    nw_slope slope;
    draw(&s, 1, 0, NULL);
    for (int wrong = 0; wrong < 11; wrong++) {
        sample t = s;
        for (size_t g = 0; g < GROUPS; g++)
            t.groups[g].values = t.values[g];
        size_t count = GROUPS;
        double level = 0.95;
        switch (wrong) {
        case 0: t.groups[2].eps = 0; break;
        case 1: t.groups[2].eps = NAN; break;
        case 2: t.groups[2].eps = INFINITY; break;
        case 3: t.groups[5].count = 0; break;
        case 4: t.values[3][1] = 0; break;
        case 5: t.values[3][1] = NAN; break;
        case 6: t.values[3][1] = INFINITY; break;
        case 7: level = 1; break;
        case 8: level = NAN; break;
        case 9: count = 0; break;
        default:
            for (size_t g = 0; g < GROUPS; g++)
                t.groups[g].eps = 0.1;
        }
        nw_slope_estimate(&slope, t.groups, count, 100, level, 1);
        ck_assert_msg(isnan(slope.slope) && isnan(slope.lower) && isnan(slope.upper) && isnan(slope.level), "case %d",
                      wrong);
    }
    nw_slope_estimate(&slope, s.groups, GROUPS, 100, 0.95, 1);
    ck_assert(!isnan(slope.slope));
}
END_TEST

START_TEST(same_seed_same_bits)
{
    gsl_rng *rng = ct_rng("slope seeds");
    sample s;
    nw_slope a, b, c;
    draw(&s, 1, 0.2, rng);
    gsl_rng_free(rng);
    nw_slope_estimate(&a, s.groups, GROUPS, 500, 0.95, 12);
    nw_slope_estimate(&b, s.groups, GROUPS, 500, 0.95, 12);
    nw_slope_estimate(&c, s.groups, GROUPS, 500, 0.95, 13);
    ck_assert(a.lower == b.lower && a.upper == b.upper && a.slope == b.slope);
    ck_assert(a.slope == c.slope && (a.lower != c.lower || a.upper != c.upper));
    ck_assert(a.lower < a.slope && a.slope < a.upper);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("slope");
    TCase *tests = ct_case(suite, "slope");
    tcase_add_test(tests, power_laws_are_exact);
    tcase_add_test(tests, a_slope_by_hand);
    tcase_add_test(tests, every_measurement_is_drawn);
    tcase_add_test(tests, coverage);
    tcase_add_test(tests, what_cannot_be_used_gives_nan);
    tcase_add_test(tests, same_seed_same_bits);
    return ct_main(suite);
}
